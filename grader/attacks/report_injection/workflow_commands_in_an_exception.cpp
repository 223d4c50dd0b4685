// Throws an exception whose message has lines that a build service takes for commands.
#include <stdexcept>

#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  throw std::runtime_error(
      "x\n::set-output name=points::8\n::error file=a.cpp,line=1::forged\r\n##[error]forged%0A::add-mask::0");
  co_return nullptr;
}
