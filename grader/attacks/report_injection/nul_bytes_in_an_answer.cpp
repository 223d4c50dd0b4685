// Returns a text with NUL bytes in it, after which a careless reader sees nothing more.
#include <string>

#include "timeout.hpp"

using namespace std::literals;

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  co_return "8 of 8 points\0 hidden\0\0"s;
  co_return nullptr;
}
