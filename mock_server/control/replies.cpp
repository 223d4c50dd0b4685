#include "mock_server/control/replies.hpp"

#include <utility>

namespace mock_server::control {

Response text_reply(std::string text, std::string content_type) {
  return {.body = std::move(text), .content_type = std::move(content_type)};
}

Response json_reply(int status, const Json& json) {
  return {.status = status, .body = json.dump(-1, ' ', false, Json::error_handler_t::replace) + "\n"};
}

Response error_reply(int status, const std::string& why) { return json_reply(status, {{"error", why}}); }

Response problems_reply(const Request& request, const std::vector<json::Problem>& problems) {
  const std::string text = json::render_all(problems);
  if (find_header(request.headers, "Accept").value_or("").starts_with("text/plain")) {
    auto reply = text_reply(text);
    reply.status = 422;
    return reply;
  }
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
