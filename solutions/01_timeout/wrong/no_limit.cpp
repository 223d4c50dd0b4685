// Loses: times_out, gives_up_the_connection, obeys_the_limit_it_is_given, leaves_nothing_running
// "Servers answer."
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration) {
  auto response = co_await client.get(url);
  response.raise_for_status();
  co_return response.json();
}
