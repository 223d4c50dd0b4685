#include "grader/report/values.hpp"

#include <algorithm>
#include <cctype>

#include "mock_server/text/terminal_text.hpp"
#include "mock_server/text/utf8.hpp"

namespace grader {
namespace {

using mock_server::text::count_code_points;
using mock_server::text::first_code_point;
using mock_server::text::visible;

constexpr std::size_t kBefore = 60;  // characters of context kept before the first difference

/// Makes blanks visible that end a line, and a line end that ends the value.
std::string with_visible_ends(std::string_view text) {
  std::string out;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const std::size_t next = text.find_first_not_of(' ', i);
    const bool ends_line = next == std::string_view::npos || text[next] == '\n';
    if (text[i] == ' ' && ends_line) {
      out += "\\x20";
    } else if (text[i] == '\t') {
      out += "\\t";
    } else if (text[i] == '\n' && i + 1 == text.size()) {
      out += "\\n";
    } else {
      out += text[i];
    }
  }
  return visible(out);
}

/// Byte of the first difference, moved back to the start of its character.
std::size_t first_difference(std::string_view a, std::string_view b) {
  auto at = static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
  while (at > 0 && at < a.size() && (a[at] & 0xC0) == 0x80) --at;
  return at;
}

/// Byte where the character stands that is `count` characters before `from`.
std::size_t step_back(std::string_view text, std::size_t from, std::size_t count) {
  for (; from > 0 && count > 0; --count) {
    do --from;
    while (from > 0 && (text[from] & 0xC0) == 0x80);
  }
  return from;
}

std::size_t prefix_bytes(std::string_view text, std::size_t characters) {
  std::size_t bytes = 0;
  for (; bytes < text.size() && characters > 0; --characters) bytes += first_code_point(text.substr(bytes)).bytes;
  return bytes;
}

std::string cut(std::string_view text, std::size_t from, std::size_t limit) {
  const std::string_view kept = text.substr(from);
  const std::string front =
      from == 0
          ? ""
          : "(" + count_of(static_cast<long long>(count_code_points(text.substr(0, from))), "character", "characters") +
                " before this, the same in both) …";
  return front + shorten(kept, limit);
}

}  // namespace

std::pair<std::string, std::string> show_pair(std::string_view expected, std::string_view got, std::size_t limit) {
  const std::string a = with_visible_ends(expected);
  const std::string b = with_visible_ends(got);
  if (std::max(count_code_points(a), count_code_points(b)) <= limit) return {a, b};
  const std::size_t start = step_back(a, first_difference(a, b), std::min(kBefore, limit / 2));
  // A front that is shorter than the words which announce its cut may as well stay.
  const std::size_t from = start < kBefore ? 0 : start;
  return {cut(a, from, limit), cut(b, from, limit)};
}

std::string shorten(std::string_view text, std::size_t limit) {
  const std::size_t bytes = prefix_bytes(text, limit);
  if (bytes == text.size()) return std::string(text);
  const auto rest = static_cast<long long>(count_code_points(text.substr(bytes)));
  return std::string(text.substr(0, bytes)) + "… (" + count_of(rest, "more character", "more characters") + ")";
}

std::string in_words(std::string_view name) {
  const auto upper = [&](std::size_t i) {
    return i < name.size() && std::isupper(static_cast<unsigned char>(name[i])) != 0;
  };
  const auto lower = [&](std::size_t i) {
    return i < name.size() && std::islower(static_cast<unsigned char>(name[i])) != 0;
  };
  const auto digit = [&](std::size_t i) {
    return i < name.size() && std::isdigit(static_cast<unsigned char>(name[i])) != 0;
  };
  std::string words;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool joint = name[i] == '_' || name[i] == '/';
    const bool starts_word = i > 0 && ((upper(i) && (!upper(i - 1) || lower(i + 1))) || (digit(i) && !digit(i - 1)));
    if ((starts_word || joint) && !words.empty() && words.back() != ' ') words += ' ';
    if (joint) continue;
    // Two capitals in a row are an abbreviation, which keeps them: JSON, HTTP.
    const bool abbreviation = upper(i) && ((i > 0 && upper(i - 1) && !starts_word) || (upper(i + 1) && !lower(i + 2)));
    words += abbreviation ? name[i] : static_cast<char>(std::tolower(static_cast<unsigned char>(name[i])));
  }
  return words;
}

std::string count_of(long long number, std::string_view one, std::string_view many) {
  return std::to_string(number) + ' ' + std::string(number == 1 ? one : many);
}

}  // namespace grader
