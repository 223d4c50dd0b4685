// Throws an exception whose message is no UTF-8: cut, overlong, a surrogate, and beyond the last character.
#include <stdexcept>

#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  throw std::runtime_error(
      "\xff\xfe \xc0\xaf \xe0\x80\xbc \xed\xa0\x80 \xf4\x90\x80\x80 \xf8\x88\x80\x80\x80 \xe2\x82");
  co_return nullptr;
}
