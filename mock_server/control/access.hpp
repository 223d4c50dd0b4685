#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "mock_server/message.hpp"

namespace mock_server::control {

/// Finds out whether a request may come from a web page that somebody has open in a browser on this machine. Such a page
/// can send requests to loopback: under a name of its own that it lets point here (so the Host must be loopback's), or
/// straight away (so an Origin, if there is one, must be ours).
///
/// Returns:  why the request is refused, or nothing.
std::optional<std::string> why_refused(const Request& request, std::uint16_t port);

}  // namespace mock_server::control
