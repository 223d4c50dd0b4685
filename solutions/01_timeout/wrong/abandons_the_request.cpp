// Loses: gives_up_the_connection, leaves_nothing_running
// "When the time is up I stop looking."
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  auto request = aio::create_task(client.get(url));
  const auto deadline = aio::now() + limit;
  while (!request.done()) {
    if (aio::now() >= deadline) throw aio::TimeoutError("no answer in time");
    co_await aio::sleep(std::chrono::milliseconds{1});
  }
  auto response = request.result();
  response.raise_for_status();
  co_return response.json();
}
