#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "mock_server/exchange.hpp"

namespace mock_server {

// How times and requests are put into words, for whoever reads a failed test or a timeline.

/// Returns:  "0 ms", "250 ms", "1.5 s", with the unit a person would choose, rounded to `digits` digits; from a minute on
///           "2 min", "1 h 5 min 0.08 s".
std::string duration_text(Duration duration, int digits = 4);

/// Returns:  the same with as many digits as it takes to see that it is not `other`.
std::string duration_text_beside(Duration duration, Duration other);

/// Returns:  "1 request", "2 requests".
std::string plural(std::size_t count, std::string_view noun);

/// Returns:  "/items", or what stands for it when no path is known.
std::string path_text(const Exchange& exchange);

/// Returns:  how an exchange ended: "answered 503", "client left after 200 ms", "still open". Times are since the request.
std::string outcome_text(const Exchange& exchange);

/// Returns:  one line: "#2  at 300 ms  GET /items  attempt 2: answered 503".
std::string request_line(const Exchange& exchange);

/// Returns:  a text from a client, fit to print: control characters and bytes that are no UTF-8 written out ("\x1b"), and
///           cut in the middle beyond `limit` characters, which "…" announces.
std::string printable(std::string_view text, std::size_t limit = 80);

}  // namespace mock_server
