#include "grader/report/markdown_quote.hpp"

#include <algorithm>

#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using mock_server::text::visible;

std::size_t longest_run_of_backquotes(std::string_view text) {
  std::size_t longest = 0;
  std::size_t run = 0;
  for (const char c : text) {
    run = c == '`' ? run + 1 : 0;
    longest = std::max(longest, run);
  }
  return longest;
}

bool continues_a_character(char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80; }

}  // namespace

std::string fenced(std::string_view text, std::string_view language) {
  std::string body = visible(text);
  while (body.ends_with('\n')) body.pop_back();
  const std::string fence(std::max<std::size_t>(3, longest_run_of_backquotes(body) + 1), '`');
  return fence + std::string(language) + '\n' + body + '\n' + fence + '\n';
}

std::string one_line(std::string_view text) {
  std::string line = visible(text);
  for (char& c : line) {
    if (c == '\n' || c == '\t') c = ' ';
    if (c == '`') c = '\'';
  }
  return line;
}

std::string cut_middle(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return std::string(text);
  std::size_t head = bytes / 2;
  std::size_t tail = text.size() - (bytes - head);
  // A whole line where that costs less than half of what is kept, and always a whole character.
  if (const std::size_t end = text.rfind('\n', head); end != std::string_view::npos && end >= head / 2) {
    head = end + 1;
  } else {
    while (head > 0 && continues_a_character(text[head])) --head;
  }
  if (const std::size_t begin = text.find('\n', tail); begin != std::string_view::npos && begin < tail + bytes / 4) {
    tail = begin + 1;
  } else {
    while (tail < text.size() && continues_a_character(text[tail])) ++tail;
  }
  std::string cut(text.substr(0, head));
  if (!cut.empty() && !cut.ends_with('\n')) cut += '\n';
  return cut + "[… " + std::to_string(tail - head) + " bytes left out …]\n" + std::string(text.substr(tail));
}

}  // namespace grader
