// Initialises an array of 4 GiB, so that the object file fills the disk.
#include "timeout.hpp"

char kHuge[4ULL << 30] = {1};

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) { co_return nullptr; }
