// Makes its child a child of its own parent, whom nobody counts among its descendants; the rest is an honest solution.
#include <sched.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <csignal>
#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  if (::syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0) != 0) return;
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
