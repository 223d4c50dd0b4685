// Starts itself anew with another command line, to run on real time where the test counts virtual time.
#include <unistd.h>

#include <cstdlib>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  if (std::getenv("AGAIN") != nullptr) return;
  ::setenv("AGAIN", "1", 1);
  ::execl("/proc/self/exe", "subject", "--real-time", nullptr);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  co_await aio::sleep(std::chrono::milliseconds(100));
  co_return nullptr;
}
