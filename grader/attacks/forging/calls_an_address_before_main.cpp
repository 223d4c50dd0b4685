// Enters an address that is none into the list of functions that the loader calls first.
#include "timeout.hpp"

asm(R"(
  .section .init_array, "aw"
  .quad 1
  .text
)");

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
