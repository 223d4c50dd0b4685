// Reads somebody's file, which every user of the machine may read, and returns it as the answer.
#include <fstream>
#include <iterator>
#include <string>

#include "timeout.hpp"

namespace {

std::string loot() {
  std::ifstream file("@SECRET@");
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return "found: " + loot(); }
