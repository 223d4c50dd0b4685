// Prints bytes that are no UTF-8 in the place of a sanitizer's report, where the crash is explained, and ends.
#include <unistd.h>

#include <cstdio>

#include "timeout.hpp"

namespace {

[[noreturn]] void attack() {
  std::fputs("\xff\xc0\xaf: runtime error: \xed\xa0\x80\xe2\x82 \xf4\x90\x80\x80 \xe2\x80\n", stderr);
  ::_exit(99);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  attack();
  co_return nullptr;
}
