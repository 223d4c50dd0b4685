#pragma once
#include <string>
#include <string_view>

namespace aio::detail {

/// The parts of an http URL that a request needs.
struct Url {
  std::string host;  ///< a name or an address; an IPv6 address without its brackets
  int port = 80;
  std::string authority;  ///< as the Host header spells it: `localhost:8080`, `[::1]:8080`
  std::string target;     ///< path and query; at least `/`

  bool operator==(const Url&) const = default;
};

/// Takes a URL apart. Errors: `UrlError`, which quotes the URL and says what is wrong with it. Source: RFC 3986;
/// percent escapes are left as they are, user names are refused.
Url parse_url(std::string_view text);

}  // namespace aio::detail
