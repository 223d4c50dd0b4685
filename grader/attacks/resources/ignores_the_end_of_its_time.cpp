// Ignores the signal that its processor time is used up, and runs on.
#include <atomic>
#include <csignal>
#include <utility>

#include "timeout.hpp"

namespace {

std::atomic<unsigned> rounds = 0;

[[noreturn]] void attack() {
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_IGN);
  for (;;) ++rounds;
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
