// Initialises a constant with a loop that never ends.
#include "timeout.hpp"

namespace {

constexpr int endless() {
  int value = 0;
  while (value >= 0) value = 1 - value;
  return value;
}

constexpr int kNever = endless();

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
