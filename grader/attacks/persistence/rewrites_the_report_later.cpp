// Leaves a child behind that waits for the report and then writes one of its own in its place; the rest fails every
// test.
#include <sys/prctl.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  if (::fork() != 0) return;
  ::setsid();
  ::prctl(PR_SET_NAME, "ht-survivor");
  for (int second = 0; second < 600; ++second) {
    ::sleep(1);
    if (!std::filesystem::exists("@RESULTS@/report.json")) continue;
    std::ofstream("@RESULTS@/report.json") << R"({"complete": true, "score": {"earned": 8, "possible": 8}})";
  }
  ::_exit(0);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
