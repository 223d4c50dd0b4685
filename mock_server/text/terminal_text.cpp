#include "mock_server/text/terminal_text.hpp"

#include <algorithm>
#include <array>
#include <cstdint>

#include "mock_server/text/utf8.hpp"

namespace mock_server::text {
namespace {

struct Range {
  char32_t first, last;
};

// From Unicode 15's EastAsianWidth.txt (W and F) and general categories Mn and Me, coarsened to whole blocks.
constexpr std::array kWide = {Range{0x1100, 0x115F},   Range{0x231A, 0x231B},   Range{0x23E9, 0x23EC},
                              Range{0x2E80, 0x303E},   Range{0x3041, 0xA4CF},   Range{0xA960, 0xA97F},
                              Range{0xAC00, 0xD7A3},   Range{0xF900, 0xFAFF},   Range{0xFE30, 0xFE6F},
                              Range{0xFF00, 0xFF60},   Range{0xFFE0, 0xFFE6},   Range{0x1F300, 0x1F64F},
                              Range{0x1F680, 0x1F6FF}, Range{0x1F900, 0x1FAFF}, Range{0x20000, 0x3FFFD}};
constexpr std::array kCombining = {
    Range{0x0300, 0x036F}, Range{0x0483, 0x0489}, Range{0x0591, 0x05BD}, Range{0x064B, 0x065F}, Range{0x0900, 0x0902},
    Range{0x1AB0, 0x1AFF}, Range{0x1DC0, 0x1DFF}, Range{0x20D0, 0x20FF}, Range{0xFE00, 0xFE0F}, Range{0xFE20, 0xFE2F}};
// What moves the cursor, reverses the writing direction or is not shown at all.
constexpr std::array kHidden = {Range{0x00, 0x09},     Range{0x0B, 0x1F},     Range{0x7F, 0x9F},
                                Range{0xAD, 0xAD},     Range{0x061C, 0x061C}, Range{0x180E, 0x180E},
                                Range{0x200B, 0x200F}, Range{0x2028, 0x202E}, Range{0x2060, 0x206F},
                                Range{0xFEFF, 0xFEFF}, Range{0xFFF9, 0xFFFB}, Range{0xE0000, 0xE0FFF}};

template <std::size_t N>
bool contains(const std::array<Range, N>& ranges, char32_t value) {
  return std::ranges::any_of(ranges, [&](Range range) { return value >= range.first && value <= range.last; });
}

std::size_t width_of(char32_t value) {
  if (value < 0x300) return 1;
  if (contains(kCombining, value)) return 0;
  return contains(kWide, value) ? 2 : 1;
}

std::string hex(std::uint32_t value, int digits) {
  std::string out;
  for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) out += "0123456789abcdef"[(value >> shift) & 0xF];
  return out;
}

std::string escape(char32_t value) {
  if (value == '\r') return "\\r";
  if (value == '\t') return "\\t";
  if (value < 0x80) return "\\x" + hex(value, 2);
  return value < 0x10000 ? "\\u" + hex(value, 4) : "\\U" + hex(value, 8);
}

/// Longest prefix of at most `width` columns, at least one code point.
std::size_t prefix_of_width(std::string_view text, std::size_t width) {
  std::size_t bytes = 0;
  std::size_t used = 0;
  while (bytes < text.size()) {
    const CodePoint point = first_code_point(text.substr(bytes));
    used += width_of(point.value);
    if (used > width && bytes > 0) break;
    bytes += point.bytes;
  }
  return bytes;
}

}  // namespace

std::size_t display_width(std::string_view text) {
  std::size_t width = 0;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    width += width_of(point.value);
    text.remove_prefix(point.bytes);
  }
  return width;
}

std::string visible(std::string_view text, std::size_t tab_stop) {
  std::string out;
  std::size_t column = 0;
  while (!text.empty()) {
    const CodePoint point = first_code_point(text);
    std::string piece;
    if (!point.valid) {
      piece = "\\x" + hex(static_cast<unsigned char>(text.front()), 2);
    } else if (point.value == '\t') {
      piece = tab_stop == 0 ? "\t" : std::string(tab_stop - column % tab_stop, ' ');
    } else if (contains(kHidden, point.value)) {
      piece = escape(point.value);
    } else {
      piece = text.substr(0, point.bytes);
    }
    out += piece;
    column = piece == "\n" ? 0 : column + display_width(piece);
    text.remove_prefix(point.bytes);
  }
  return out;
}

std::string caret_under(std::string_view line, std::size_t byte_offset) {
  return std::string(display_width(visible(line.substr(0, std::min(byte_offset, line.size())), 8)), ' ') + '^';
}

std::vector<std::string_view> split_lines(std::string_view text) {
  std::vector<std::string_view> lines;
  while (!text.empty()) {
    const std::size_t end = text.find('\n');
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  }
  return lines;
}

std::vector<std::string> wrap(std::string_view text, std::size_t width) {
  width = std::max<std::size_t>(width, 1);
  std::vector<std::string> lines;
  for (std::string_view line : split_lines(text)) {
    while (display_width(line) > width) {
      const std::size_t fits = prefix_of_width(line, width);
      // A blank right behind the last column that fits is a fine place to break, too.
      std::size_t blank = line.substr(0, fits + 1).rfind(' ');
      if (blank == std::string_view::npos || line.find_first_not_of(' ') > blank) blank = 0;
      lines.emplace_back(line.substr(0, blank == 0 ? fits : blank));
      line.remove_prefix(blank == 0 ? fits : blank + 1);
    }
    lines.emplace_back(line);
  }
  if (lines.empty()) lines.emplace_back();
  return lines;
}

}  // namespace mock_server::text
