// Includes somebody's file, so that the compiler quotes it in its errors.
#include "timeout.hpp"

const char* const kSecret =
#include "@SECRET@"
    ;

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  co_return "found: " + std::string(kSecret);
}
