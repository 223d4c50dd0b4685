// Throws a class of its own called TimeoutError as soon as it is called.
#include <stdexcept>

#include "timeout.hpp"

struct TimeoutError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  throw TimeoutError("the limit has passed");
  co_return nullptr;
}
