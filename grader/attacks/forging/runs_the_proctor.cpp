// Becomes the hidden-test program itself, with the channel as its event stream.
#include <unistd.h>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  ::execl("@PROCTOR@", "proctor", "--subject", "/bin/true", "--events-fd", "3", "--seed", "1", nullptr);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
