#include "grader/course/hints.hpp"

#include <cctype>

namespace grader {
namespace {

std::string_view trimmed(std::string_view line) {
  while (!line.empty() && std::isspace(static_cast<unsigned char>(line.back())) != 0) line.remove_suffix(1);
  while (!line.empty() && std::isspace(static_cast<unsigned char>(line.front())) != 0) line.remove_prefix(1);
  return line;
}

// "2. Throw TimeoutError" is numbered for a reader of the file; whoever gets one hint has no use for the number.
std::string_view without_number(std::string_view title) {
  std::size_t digits = 0;
  while (digits < title.size() && std::isdigit(static_cast<unsigned char>(title[digits])) != 0) ++digits;
  const bool numbered = digits > 0 && title.substr(digits).starts_with(". ");
  return numbered ? trimmed(title.substr(digits + 2)) : title;
}

}  // namespace

std::vector<HintSection> parse_hints(std::string_view text) {
  std::vector<HintSection> sections;
  bool in_step = false;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    const std::string_view line = text.substr(0, end);
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
    const std::string_view content = trimmed(line);
    if (line.starts_with("## ")) {
      sections.push_back({.title = std::string(without_number(trimmed(line.substr(3)))), .steps = {}});
      in_step = false;
    } else if (!sections.empty() && line.starts_with("- ")) {
      sections.back().steps.emplace_back(trimmed(line.substr(2)));
      in_step = true;
    } else if (content.empty()) {
      in_step = false;
    } else if (in_step && line.starts_with(" ")) {
      sections.back().steps.back() += ' ';
      sections.back().steps.back() += content;
    }
  }
  return sections;
}

}  // namespace grader
