// Loses: times_out, gives_up_the_connection, obeys_the_limit_it_is_given, leaves_nothing_running
// "I measure how long it took and complain if it was too long."
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const auto begin = aio::now();
  auto response = co_await client.get(url);
  if (aio::now() - begin > limit) throw aio::TimeoutError("took too long");
  response.raise_for_status();
  co_return response.json();
}
