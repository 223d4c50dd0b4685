#include "grader/build/text.hpp"

#include <system_error>

#include "mock_server/text/terminal_text.hpp"
#include "mock_server/text/utf8.hpp"

namespace grader {

using mock_server::text::CodePoint;
using mock_server::text::first_code_point;
using mock_server::text::visible;

std::optional<std::size_t> first_invalid_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const CodePoint next = first_code_point(text.substr(at));
    if (!next.valid) return at;
    at += next.bytes;
  }
  return std::nullopt;
}

std::string errno_text(int error) { return std::generic_category().message(error); }

std::string neutralise(std::string_view text) {
  while (text.ends_with('\n')) text.remove_suffix(1);
  std::string safe = visible(text);
  for (std::size_t at = 0; (at = safe.find('\n', at)) != std::string::npos; at += 2) safe.replace(at, 1, "\\n");
  return safe;
}

std::string cut_text(std::string text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  std::size_t end = bytes;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80) --end;
  const std::size_t left_out = text.size() - end;
  text.resize(end);
  return text + "… (" + std::to_string(left_out) + " bytes left out)";
}

}  // namespace grader
