#include "fallback.hpp"

#include <utility>

namespace {

aio::Task<aio::Json> fetch(aio::HttpClient& client, std::string url) {
  const aio::Response response = co_await client.get(std::move(url));
  response.raise_for_status();
  co_return response.json();
}

}  // namespace

aio::Task<aio::Json> fetch_with_fallback(aio::HttpClient& client, std::string url, std::optional<aio::Json> fallback,
                                         aio::Duration limit) {
  try {
    co_return co_await aio::timeout(limit, fetch(client, std::move(url)));
  } catch (const aio::TimeoutError&) {
    if (!fallback) throw;
    co_return *std::move(fallback);
  }
}
