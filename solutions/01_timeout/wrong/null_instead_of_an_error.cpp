// Loses: times_out, gives_up_the_connection, obeys_the_limit_it_is_given
// "Nothing came, so the answer is null."
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  try {
    auto response = co_await aio::timeout(limit, client.get(url));
    response.raise_for_status();
    co_return response.json();
  } catch (const aio::TimeoutError&) {
    co_return nullptr;
  }
}
