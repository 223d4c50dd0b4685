#pragma once

#include <string>

#include "mock_server/server.hpp"

namespace mock_server {

/// Returns:  the catalogue of a server for people: every fault with a line to try it, level by level.
/// Errors:   as serve_catalogue(), whose ports it names.
std::string index_as_text(Server& server);
std::string index_as_html(Server& server);  ///< light and dark, without scripts

/// Returns:  the command that shows a fault at a URL.
std::string curl_line(const Fault& fault, const std::string& url);

}  // namespace mock_server
