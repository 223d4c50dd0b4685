// Writes behind a buffer and ends with status 0 in the hook that AddressSanitizer calls before it reports.
#include <unistd.h>

#include <vector>

#include "timeout.hpp"

extern "C" void __asan_on_error() { ::_exit(0); }

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  std::vector<int> numbers(4);
  numbers.data()[numbers.size()] = 7;
  co_return numbers.data()[numbers.size()];
}
