#pragma once

#include <chrono>
#include <string>

namespace mock_server {

/// Writes a date as HTTP has it: "Sun, 06 Nov 1994 08:49:37 GMT".
///
/// Source:   RFC 9110, section 5.6.7.
std::string http_date(std::chrono::system_clock::time_point when);

}  // namespace mock_server
