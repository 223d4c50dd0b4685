#include "mock_server/control/access.hpp"

#include <strings.h>

#include <algorithm>
#include <array>

namespace mock_server::control {

namespace {

bool is_ours(const std::string& authority, std::uint16_t port) {
  static constexpr std::array<const char*, 3> kNames = {"127.0.0.1", "localhost", "[::1]"};
  return std::ranges::any_of(kNames, [&](const char* name) {
    return ::strcasecmp(authority.c_str(), (name + (":" + std::to_string(port))).c_str()) == 0;
  });
}

}  // namespace

std::optional<std::string> why_refused(const Request& request, std::uint16_t port) {
  const auto hosts = std::ranges::count_if(
      request.headers, [](const auto& header) { return ::strcasecmp(header.first.c_str(), "Host") == 0; });
  const auto host = find_header(request.headers, "Host").value_or("");
  if (hosts != 1 || !is_ours(host, port)) {
    return "the control interface answers only requests to 127.0.0.1:" + std::to_string(port) +
           " or localhost; this one's Host is \"" + host + "\"";
  }
  const auto origin = find_header(request.headers, "Origin");
  if (origin && (!origin->starts_with("http://") || !is_ours(origin->substr(7), port))) {
    return "the control interface answers no web page of another site; this request's Origin is \"" + *origin + "\"";
  }
  const auto site = find_header(request.headers, "Sec-Fetch-Site");
  if (site && *site != "same-origin" && *site != "none") {
    return "the control interface answers no web page of another site; this request's Sec-Fetch-Site is \"" + *site +
           "\"";
  }
  return std::nullopt;
}

}  // namespace mock_server::control
