// Leaves a child behind in namespaces of its own, where it is process 1 and root; the rest is an honest solution.
#include <sched.h>
#include <sys/prctl.h>
#include <unistd.h>

#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  if (::fork() != 0) return;
  ::unshare(CLONE_NEWUSER | CLONE_NEWPID);
  if (::fork() != 0) ::_exit(0);
  ::setsid();
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
