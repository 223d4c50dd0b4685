// Leaves a child behind that ignores every signal that can be ignored; the rest is an honest solution.
#include <sys/prctl.h>
#include <unistd.h>

#include <csignal>
#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  if (::fork() != 0) return;
  ::prctl(PR_SET_NAME, "ht-survivor");
  for (int number = 1; number < NSIG; ++number) std::signal(number, SIG_IGN);
  for (int second = 0; second < 600; ++second) ::sleep(1);
  ::_exit(0);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
