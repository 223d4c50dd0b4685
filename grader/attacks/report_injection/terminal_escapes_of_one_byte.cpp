// Throws an exception whose message holds terminal escapes without an escape character, in C1 and in UTF-8.
#include <stdexcept>

#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  throw std::runtime_error(
      "\xc2\x9b"
      "31m\xc2\x9d"
      "0;8 of 8\xc2\x9c \x9b"
      "2J \x9d"
      "0;8 of 8\x9c\b\b\b\b\r8 of 8\x7f");
  co_return nullptr;
}
