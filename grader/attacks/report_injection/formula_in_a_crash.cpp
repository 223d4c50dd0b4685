// Prints a formula in the place of a sanitizer's report, where the crash is explained, and ends.
#include <unistd.h>

#include <cstdio>

#include "timeout.hpp"

namespace {

[[noreturn]] void attack() {
  std::fputs("=HYPERLINK(\"http://192.0.2.1\"): runtime error: =1+1,\"8\",8\n", stderr);
  ::_exit(99);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  attack();
  co_return nullptr;
}
