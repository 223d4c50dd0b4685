#include <aio/detail/url.hpp>
#include <aio/errors.hpp>
#include <algorithm>
#include <charconv>

namespace aio::detail {
namespace {

[[noreturn]] void refuse(std::string_view url, const std::string& why) {
  throw UrlError("cannot request \"" + std::string(url) + "\": " + why);
}

int parse_port(std::string_view url, std::string_view digits) {
  int port = 0;
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), port);
  if (error != std::errc() || end != digits.data() + digits.size() || port < 1 || port > 65535) {
    refuse(url, "the port \"" + std::string(digits) + "\" is not a number from 1 to 65535");
  }
  return port;
}

}  // namespace

Url parse_url(std::string_view text) {
  // Bytes of 0x80 and above are let through: servers take UTF-8 as it is.
  for (const char c : text) {
    const auto byte = static_cast<unsigned char>(c);
    if (byte <= 0x20 || byte == 0x7f) refuse(text, "it contains a space or a control character");
  }
  const auto scheme_end = text.find("://");
  if (scheme_end == std::string_view::npos) refuse(text, "it does not begin with http://");
  const std::string_view scheme = text.substr(0, scheme_end);
  if (scheme != "http") refuse(text, "the scheme \"" + std::string(scheme) + "\" is not supported, only http is");

  std::string_view rest = text.substr(scheme_end + 3);
  rest = rest.substr(0, rest.find('#'));
  const auto authority_end = std::min(rest.find_first_of("/?"), rest.size());
  std::string_view host = rest.substr(0, authority_end);
  if (host.find('@') != std::string_view::npos) refuse(text, "a user name in a URL is not supported");

  Url url;
  url.authority = host;
  url.target = rest.substr(authority_end);
  if (!url.target.starts_with('/')) url.target.insert(0, "/");
  std::string_view after_host;
  if (host.starts_with('[')) {
    const auto bracket = host.find(']');
    if (bracket == std::string_view::npos) refuse(text, "the bracket of its IPv6 address is not closed");
    after_host = host.substr(bracket + 1);
    host = host.substr(1, bracket - 1);
  } else {
    const auto colon = std::min(host.find(':'), host.size());
    after_host = host.substr(colon);
    host = host.substr(0, colon);
  }
  if (host.empty()) refuse(text, "it names no host");
  if (!after_host.empty()) {
    if (after_host.front() != ':') refuse(text, "the host is followed by \"" + std::string(after_host) + "\"");
    url.port = parse_port(text, after_host.substr(1));
  }
  url.host = host;
  return url;
}

}  // namespace aio::detail
