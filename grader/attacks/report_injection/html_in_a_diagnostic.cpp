// Drops a task that it says was made in a file whose name is HTML; the rest is an honest solution.
#include <chrono>
#include <utility>

#include "timeout.hpp"

namespace {

void attack();

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
namespace {

#line 1 "</p><script>alert(1)</script>"
void attack() { (void)aio::sleep(std::chrono::seconds(1)); }

}  // namespace
