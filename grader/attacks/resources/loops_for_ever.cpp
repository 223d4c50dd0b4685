// Runs in a circle without ever waiting.
#include <atomic>
#include <utility>

#include "timeout.hpp"

namespace {

std::atomic<unsigned> rounds = 0;

[[noreturn]] void attack() {
  for (;;) ++rounds;
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
