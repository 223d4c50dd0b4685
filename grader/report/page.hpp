#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace grader {

enum class Colour { kPlain, kBold, kDim, kGreen, kRed, kYellow };

/// How results are shown on a terminal.
struct TerminalOptions {
  bool colour = false;     ///< the caller knows whether this is a terminal and what NO_COLOR says
  std::size_t width = 80;  ///< columns; below 40 lines may become longer than that
  bool instructor =
      false;  ///< every failing test in full, names and times as in the hidden tests, standings by objective
};

/// A text that grows line by line and keeps within its width. All text is made harmless on its way in.
class Page {
 public:
  explicit Page(const TerminalOptions& options);

  /// A line with something at its right edge: `✗ gives up after max_retries          3 points`.
  void row(std::string_view mark, Colour mark_colour, std::string_view text, std::string_view right,
           Colour text_colour = Colour::kPlain);

  /// `    expected  4 requests`; what does not fit goes on below its beginning.
  void labelled(std::string_view label, std::string_view value, Colour colour = Colour::kPlain);

  /// A line of its own, wrapped, every part of it indented.
  void line(std::string_view text, std::size_t indent = 0, Colour colour = Colour::kPlain);

  /// A line as it is, without wrapping: source text and the caret under it, whose columns must stay together.
  void verbatim(std::string_view text, std::size_t indent, Colour colour = Colour::kPlain);

  void blank() { text_ += '\n'; }

  const TerminalOptions& options() const { return options_; }
  std::string take() { return std::move(text_); }

 private:
  std::string painted(std::string_view text, Colour colour) const;

  TerminalOptions options_;
  std::string text_;
};

inline constexpr std::size_t kIndent = 4;  ///< of everything that belongs to a row
inline constexpr std::size_t kLabel = 10;  ///< columns of a label

}  // namespace grader
