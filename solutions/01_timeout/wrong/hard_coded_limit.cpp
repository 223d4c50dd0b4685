// Loses: returns_the_answer, obeys_the_limit_it_is_given, leaves_nothing_running
// "Five seconds, as in the lesson."
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration) {
  auto response = co_await aio::timeout(std::chrono::seconds{5}, client.get(url));
  response.raise_for_status();
  co_return response.json();
}
