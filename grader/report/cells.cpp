#include "grader/report/cells.hpp"

#include <algorithm>

#include "mock_server/text/terminal_text.hpp"
#include "mock_server/text/utf8.hpp"

namespace grader {

using mock_server::text::display_width;
using mock_server::text::first_code_point;

void Cells::put(std::size_t column, std::string_view text) {
  while (!text.empty()) {
    const std::string_view point = text.substr(0, first_code_point(text).bytes);
    text.remove_prefix(point.size());
    const std::size_t width = display_width(point);
    if (width == 0) {
      if (column > 0 && column <= cells_.size()) cells_[column - 1] += point;
      continue;
    }
    if (column + width > cells_.size()) return;
    cells_[column] = point;
    if (width == 2) cells_[column + 1].clear();
    column += width;
  }
}

void Cells::fill(std::size_t from, std::size_t to, std::string_view glyph) {
  for (std::size_t i = from; i < std::min(to, cells_.size()); ++i) cells_[i] = glyph;
}

bool Cells::is_blank(std::size_t from, std::size_t to) const {
  if (to > cells_.size()) return false;
  for (std::size_t i = from; i < to; ++i) {
    if (cells_[i] != " ") return false;
  }
  return true;
}

std::string Cells::text() const {
  std::string text;
  for (const std::string& cell : cells_) text += cell;
  text.erase(text.find_last_not_of(' ') + 1);
  return text;
}

std::string one_line(std::string_view text, std::size_t columns) {
  std::string line;
  for (const char c : mock_server::text::visible(text, 8)) line += c == '\n' ? std::string("\\n") : std::string(1, c);
  if (display_width(line) <= columns) return line;
  std::string kept;
  std::size_t used = 1;  // for the mark of the cut
  std::string_view rest = line;
  while (!rest.empty()) {
    const std::string_view point = rest.substr(0, first_code_point(rest).bytes);
    used += display_width(point);
    if (used > columns) break;
    kept += point;
    rest.remove_prefix(point.size());
  }
  return kept + "…";
}

}  // namespace grader
