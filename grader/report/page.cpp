#include "grader/report/page.hpp"

#include <algorithm>
#include <vector>

#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using mock_server::text::display_width;
using mock_server::text::visible;
using mock_server::text::wrap;

std::string_view code_of(Colour colour) {
  switch (colour) {
    case Colour::kPlain:
      return "";
    case Colour::kBold:
      return "\x1b[1m";
    case Colour::kDim:
      return "\x1b[2m";
    case Colour::kGreen:
      return "\x1b[32m";
    case Colour::kRed:
      return "\x1b[31m";
    case Colour::kYellow:
      return "\x1b[33m";
  }
  return "";
}

std::string blanks(std::size_t count) { return std::string(count, ' '); }

}  // namespace

Page::Page(const TerminalOptions& options) : options_(options) {
  options_.width = std::max<std::size_t>(options.width, 40);
}

std::string Page::painted(std::string_view text, Colour colour) const {
  if (!options_.colour || colour == Colour::kPlain || text.empty()) return std::string(text);
  return std::string(code_of(colour)) + std::string(text) + "\x1b[0m";
}

void Page::row(std::string_view mark, Colour mark_colour, std::string_view text, std::string_view right,
               Colour text_colour) {
  const std::size_t indent = mark.empty() ? 0 : display_width(mark) + 1;
  const std::size_t right_width = right.empty() ? 0 : display_width(right) + 2;
  const std::vector<std::string> lines = wrap(visible(text, 8), options_.width - indent - right_width);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    text_ += i == 0 && !mark.empty() ? painted(mark, mark_colour) + ' ' : blanks(indent);
    text_ += painted(lines[i], text_colour);
    if (i == 0 && !right.empty()) {
      text_ += blanks(options_.width - indent - display_width(lines[i]) - (right_width - 2)) + std::string(right);
    }
    text_ += '\n';
  }
}

void Page::labelled(std::string_view label, std::string_view value, Colour colour) {
  std::string head(label);
  head.resize(std::max(kLabel, head.size() + 1), ' ');
  for (const std::string& line : wrap(visible(value, 8), options_.width - kIndent - kLabel)) {
    text_ += blanks(kIndent) + painted(head, Colour::kDim) + painted(line, colour) + '\n';
    head.assign(head.size(), ' ');
  }
}

void Page::line(std::string_view text, std::size_t indent, Colour colour) {
  for (const std::string& line : wrap(visible(text, 8), options_.width - indent)) {
    text_ += line.empty() ? "\n" : blanks(indent) + painted(line, colour) + '\n';
  }
}

void Page::verbatim(std::string_view text, std::size_t indent, Colour colour) {
  text_ += blanks(indent) + painted(visible(text, 8), colour) + '\n';
}

}  // namespace grader
