#pragma once

#include <string>
#include <vector>

#include "mock_server/json/problem.hpp"
#include "mock_server/message.hpp"

namespace mock_server::control {

// The answers of the control interface.

bool wants_text(const Request& request);  ///< `Accept: text/plain`
inline constexpr const char* kPlain = "text/plain; charset=utf-8";
Response text_reply(std::string text, std::string content_type = kPlain, int status = 200);
Response json_reply(int status, const Json& json);
Response error_reply(int status, const std::string& why);  ///< {"error": why}

/// 422: what is wrong with a text, each with its place. `Accept: text/plain` gets it as a terminal would show it; others
/// get both: {"error": …, "problems": [{"line", "column", "message", "excerpt", "caret"}], "text": …}.
Response problems_reply(const Request& request, const std::vector<json::Problem>& problems);

}  // namespace mock_server::control
