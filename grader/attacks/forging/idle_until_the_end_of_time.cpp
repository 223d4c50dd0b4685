// Claims in one test to be idle until the last nanosecond that the clock can count, so that the proctor's sums
// overflow.
#include <arpa/inet.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[noreturn]] void attack() {
  const std::string json = R"({"op": "idle", "seen": 1, "now_ns": 0, "next_ns": 9223372036854775807,)"
                           R"( "timers": 1, "tasks": 1, "ports": [], "jobs": 0})";
  const std::uint32_t length = ::htonl(static_cast<std::uint32_t>(json.size()));
  ::write(3, &length, sizeof length);
  ::write(3, json.data(), json.size());
  ::sleep(1);
  ::_exit(0);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
