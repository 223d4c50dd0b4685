#include "grader/report/markup.hpp"

#include "mock_server/text/terminal_text.hpp"

namespace grader {

std::string markup_text(std::string_view text) {
  std::string safe;
  for (const char c : mock_server::text::visible(text, 8)) {
    switch (c) {
      case '&':
        safe += "&amp;";
        break;
      case '<':
        safe += "&lt;";
        break;
      case '>':
        safe += "&gt;";
        break;
      case '"':
        safe += "&quot;";
        break;
      case '\'':
        safe += "&#39;";
        break;
      default:
        safe += c;
    }
  }
  return safe;
}

}  // namespace grader
