// Loses: falls_back_on_a_timeout, accepts_null_as_a_fallback, throws_without_a_fallback
// "The client throws TimeoutError when it takes too long."
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
  static_cast<void>(limit);
  try {
    co_return co_await fetch(client, url);
  } catch (const aio::TimeoutError&) {
    if (!fallback) throw;
    co_return *fallback;
  }
}
