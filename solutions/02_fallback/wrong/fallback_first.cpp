// Loses: returns_the_answer, lets_other_errors_through
// "If there is a fallback, there is no need to ask."
#include "fallback.hpp"

namespace {

aio::Task<aio::Json> fetch(aio::HttpClient& client, std::string url) {
  auto response = co_await client.get(url);
  response.raise_for_status();
  co_return response.json();
}

}  // namespace

aio::Task<aio::Json> fetch_with_fallback(aio::HttpClient& client, std::string url, std::optional<aio::Json> fallback,
                                         aio::Duration limit) {
  if (fallback) {
    co_await aio::sleep(limit);
    co_return *fallback;
  }
  co_return co_await aio::timeout(limit, fetch(client, url));
}
