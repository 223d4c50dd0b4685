// Throws an exception whose message leaves the code block of a summary and goes on as a heading, a link and a table.
#include <stdexcept>

#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  throw std::runtime_error(
      "`````\n\n# 8 of 8 points\n\n[report](javascript:alert(1)) ![](http://192.0.2.1)\n| passed | 8 |\n</details>");
  co_return nullptr;
}
