// Loses: throws_without_a_fallback
// "Without a fallback, null will do."
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
  try {
    co_return co_await aio::timeout(limit, fetch(client, url));
  } catch (const aio::TimeoutError&) {
    co_return fallback.value_or(nullptr);
  }
}
