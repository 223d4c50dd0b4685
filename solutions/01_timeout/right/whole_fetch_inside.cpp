#include <utility>

#include "timeout.hpp"

namespace {

aio::Task<aio::Json> fetch(aio::HttpClient& client, std::string url) {
  aio::Response response = co_await client.get(std::move(url));
  response.raise_for_status();
  co_return response.json();
}

}  // namespace

// The limit goes around the whole conversation; fetch() knows nothing of it. No coroutine of its own is needed.
aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  return aio::timeout(limit, fetch(client, std::move(url)));
}
