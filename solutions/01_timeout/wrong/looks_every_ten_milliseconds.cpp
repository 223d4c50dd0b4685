// Loses: returns_the_answer, gives_up_the_connection, obeys_the_limit_it_is_given, leaves_nothing_running
// "Waiting means looking again and again until it is done or too late."
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  auto request = aio::create_task(client.get(url));
  const auto deadline = aio::now() + limit;
  while (!request.done()) {
    if (aio::now() >= deadline) throw aio::TimeoutError("no answer in time");
    co_await aio::sleep(std::chrono::milliseconds{10});
  }
  auto response = request.result();
  response.raise_for_status();
  co_return response.json();
}
