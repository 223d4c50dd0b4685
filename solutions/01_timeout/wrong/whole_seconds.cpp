// Loses: returns_the_answer, obeys_the_limit_it_is_given, leaves_nothing_running
// "Limits are in seconds."
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(limit);
  auto response = co_await aio::timeout(seconds, client.get(url));
  response.raise_for_status();
  co_return response.json();
}
