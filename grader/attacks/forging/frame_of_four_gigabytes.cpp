// Announces a frame of 4 GiB, so that the proctor runs out of memory.
#include <unistd.h>

#include "timeout.hpp"

namespace {

void attack() { ::write(3, "\xff\xff\xff\xff{\"op\":", 10); }

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  attack();
  co_return nullptr;
}
