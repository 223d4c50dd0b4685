// Leaves a thread running, from which it goes on when the call is over; the rest is an honest solution.
#include <sys/prctl.h>
#include <unistd.h>

#include <thread>
#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  std::thread([] {
    ::prctl(PR_SET_NAME, "ht-survivor");
    ::sleep(600);
  }).detach();
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
