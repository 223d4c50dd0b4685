// Fails a static assertion whose text goes on like a message about a broken installation, which costs no points.
#include "timeout.hpp"

static_assert(false, "\nfatal error: cannot open precompiled header student.pch: No space left on device");

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
