// Loses: returns_the_answer, falls_back_on_a_timeout, accepts_null_as_a_fallback
// "Three seconds, as in the story."
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
    co_return co_await aio::timeout(std::chrono::seconds{3}, fetch(client, url));
  } catch (const aio::TimeoutError&) {
    if (!fallback) throw;
    co_return *fallback;
  }
}
