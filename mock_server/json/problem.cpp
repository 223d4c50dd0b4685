#include "mock_server/json/problem.hpp"

#include <algorithm>

#include "mock_server/text/terminal_text.hpp"
#include "mock_server/text/utf8.hpp"

namespace mock_server::json {
namespace {

using text::caret_under;
using text::count_code_points;
using text::visible;

constexpr std::size_t kExcerptColumns = 160;  // a minified file is one line; show the part around the caret

/// Cuts a very long line down to the surroundings of a byte; an ellipsis marks each cut.
std::string_view cut_around(std::string_view line, std::size_t& byte, bool& cut_front, bool& cut_back) {
  if (line.size() <= kExcerptColumns) return line;
  const auto is_inside_character = [&](std::size_t at) { return at < line.size() && (line[at] & 0xC0) == 0x80; };
  std::size_t from = byte > kExcerptColumns / 2 ? byte - kExcerptColumns / 2 : 0;
  std::size_t to = std::min(line.size(), from + kExcerptColumns);
  while (from > 0 && is_inside_character(from)) --from;
  while (is_inside_character(to)) ++to;
  cut_front = from > 0;
  cut_back = to < line.size();
  byte -= from;
  return line.substr(from, to - from);
}

}  // namespace

std::string render(const Problem& problem) {
  std::string text = visible(problem.file);
  if (problem.line > 0) text += ':' + std::to_string(problem.line) + ':' + std::to_string(problem.column);
  text += ": " + visible(problem.message) + '\n';
  if (problem.line > 0) text += "    " + problem.excerpt + "\n    " + problem.caret + '\n';
  return text;
}

std::string render_all(const std::vector<Problem>& problems) {
  std::string text;
  for (const Problem& problem : problems) text += (text.empty() ? "" : "\n") + render(problem);
  return text;
}

Problem Findings::locate(std::size_t offset, std::string message) const {
  offset = std::min(offset, text_.size());
  const std::string_view before = text_.substr(0, offset);
  const std::size_t start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  std::string_view line = text_.substr(start, text_.find('\n', start) - start);
  if (line.ends_with('\r')) line.remove_suffix(1);
  std::size_t byte = std::min(offset - start, line.size());
  bool cut_front = false, cut_back = false;
  const auto column = static_cast<unsigned>(count_code_points(line.substr(0, byte)) + 1);
  line = cut_around(line, byte, cut_front, cut_back);
  return {.file = file_,
          .line = static_cast<unsigned>(std::ranges::count(before, '\n') + 1),
          .column = column,
          .message = std::move(message),
          .excerpt = (cut_front ? "…" : "") + visible(line, 8) + (cut_back ? "…" : ""),
          .caret = (cut_front ? " " : "") + caret_under(line, byte)};
}

void Findings::add(std::size_t offset, std::string message) {
  if (problems_.size() > kMost) return;
  if (problems_.size() == kMost) message = "more than " + std::to_string(kMost) + " problems; the rest is left out";
  problems_.push_back(locate(offset, std::move(message)));
}

}  // namespace mock_server::json
