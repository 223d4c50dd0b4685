#include "mock_server/control/replies.hpp"

#include <utility>

namespace mock_server::control {

bool wants_text(const Request& request) {
  return find_header(request.headers, "Accept").value_or("").starts_with("text/plain");
}

Response text_reply(std::string text, std::string content_type, int status) {
  return {.status = status, .body = std::move(text), .content_type = std::move(content_type)};
}

Response json_reply(int status, const Json& json) {
  return {.status = status, .body = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"};
}

Response error_reply(int status, const std::string& why) { return json_reply(status, {{"error", why}}); }

Response problems_reply(const Request& request, const std::vector<json::Problem>& problems) {
  std::string text = json::render_all(problems);
  if (wants_text(request)) return text_reply(std::move(text), kPlain, 422);
  Json list = Json::array();
  for (const auto& problem : problems) {
    list.push_back({{"line", problem.line},
                    {"column", problem.column},
                    {"message", problem.message},
                    {"excerpt", problem.excerpt},
                    {"caret", problem.caret}});
  }
  return json_reply(422,
                    {{"error", problems.empty() ? "" : problems.front().message}, {"problems", list}, {"text", text}});
}

}  // namespace mock_server::control
