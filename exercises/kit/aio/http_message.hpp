#pragma once
#include <aio/json.hpp>
#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace aio {

/// Orders the names of headers without regard to case.
struct HeaderNameLess {
  using is_transparent = void;
  bool operator()(std::string_view a, std::string_view b) const;
};

/// Header fields by name; a name may occur several times.
using Headers = std::multimap<std::string, std::string, HeaderNameLess>;

/// One HTTP request. `Host`, `Content-Length` and `Connection: close` are added where they are missing.
struct Request {
  std::string method = "GET";
  std::string url;
  Headers headers = {};
  std::string body = {};
};

/// The server's whole answer, whatever its status.
struct Response {
  int status = 0;
  std::string reason = {};
  Headers headers = {};
  std::string body = {};

  /// Returns the first header of that name (case does not matter), or nothing.
  std::optional<std::string> header(std::string_view name) const;

  /// Returns the body read as JSON, whatever its content type. Errors: `JsonError`, which quotes the place.
  Json json() const;

  /// Throws `StatusError` when the status is 400 or more; else does nothing.
  void raise_for_status() const;
};

}  // namespace aio
