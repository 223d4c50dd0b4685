// Fails a static assertion whose text goes on with messages about other files and a success.
#include "timeout.hpp"

static_assert(false,
              "\n./timeout.hpp:1:1: error: the course's header is broken <script>alert(1)</script>\n8 of 8 points\n");

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
