#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// One line of a terminal, written at any column.
class Cells {
 public:
  explicit Cells(std::size_t columns) : cells_(columns, " ") {}

  /// Writes a text over what is there; what would pass the end of the line is left out.
  /// Requires: no control characters in it.
  void put(std::size_t column, std::string_view text);
  void fill(std::size_t from, std::size_t to, std::string_view glyph);  ///< `to` not included
  bool is_blank(std::size_t from, std::size_t to) const;
  std::size_t columns() const { return cells_.size(); }

  std::string text() const;  ///< without blanks at its end

 private:
  std::vector<std::string> cells_;  // behind a character of two columns stands an empty one
};

/// Makes a foreign text one line of at most `columns` columns that is safe to print; "…" stands for what was cut.
std::string one_line(std::string_view text, std::size_t columns);

}  // namespace grader
