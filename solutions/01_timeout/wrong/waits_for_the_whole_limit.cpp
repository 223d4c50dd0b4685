// Loses: returns_the_answer, gives_up_the_connection, leaves_nothing_running
// "Start it, sleep for the limit, see what there is."
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  auto request = aio::create_task(client.get(url));
  co_await aio::sleep(limit);
  if (!request.done()) {
    request.cancel();
    throw aio::TimeoutError("no answer in time");
  }
  auto response = request.result();
  response.raise_for_status();
  co_return response.json();
}
