#pragma once

#include <chrono>
#include <functional>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace mock_server {

using Json = nlohmann::json;
using Duration = std::chrono::nanoseconds;

/// Names and values, in no particular order; names compare without regard to case.
using Headers = std::vector<std::pair<std::string, std::string>>;

/// Compares as the names of headers compare: without regard to the case of ASCII letters.
bool equal_ignoring_case(std::string_view a, std::string_view b);

/// Finds the first value of a header.
///
/// Returns:  the value, or nothing if there is no such header.
std::optional<std::string> find_header(const Headers& headers, std::string_view name);

/// A request as it arrived, complete.
struct Request {
  std::string method;
  std::string target;  ///< as sent: "/items?id=7"
  std::string path;    ///< decoded, without the query: "/items"
  std::vector<std::pair<std::string, std::string>> query = {};
  Headers headers = {};
  std::string body = {};  ///< without the chunk framing

  /// Returns:  the value of a query parameter, or nothing.
  std::optional<std::string> query_value(std::string_view name) const;
};

/// An answer before it is put on the wire; a fault decides how much of it the client gets to see.
///
/// The default is the course's normal answer: 200, JSON, 34 bytes.
struct Response {
  int status = 200;
  std::string body = R"({"id":1,"name":"widget","ok":true})";
  std::string content_type = "application/json";
  Headers headers = {};
};

/// Returns:  the body that goes with an error status when a test has none of its own: {"error":"HTTP 503"}.
std::string error_body(int status);

/// Answers a request with code of the test's own.
///
/// Errors:   an exception becomes a 500 with the exception's text as its body; the server goes on.
/// Threads:  called on the server's only thread: while it runs, nothing else is served, and
///           whoever reads the journal waits for it. It must not wait itself.
using Handler = std::function<Response(const Request&)>;

}  // namespace mock_server
