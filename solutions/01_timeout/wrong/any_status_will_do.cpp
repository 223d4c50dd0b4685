// Loses: lets_other_errors_through
// "An answer is an answer."
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  auto response = co_await aio::timeout(limit, client.get(url));
  co_return response.json();
}
