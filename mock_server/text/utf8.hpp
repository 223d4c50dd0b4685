#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mock_server::text {

/// One code point read from the start of a text. `value` is U+FFFD and `valid` false where the bytes are no UTF-8.
struct CodePoint {
  char32_t value = 0xFFFD;
  std::size_t bytes = 1;  ///< how many bytes it took: 1 to 4
  bool valid = false;
};

/// Reads the first code point of a text that is not empty. Overlong forms, surrogates and values above U+10FFFF are no
/// UTF-8.
CodePoint first_code_point(std::string_view text);

/// Appends a code point as UTF-8.
void append_utf8(std::string& out, char32_t value);

/// Tells whether a text is UTF-8 from its first byte to its last.
bool is_utf8(std::string_view text);

/// Copies a text with every byte that is no UTF-8 replaced by U+FFFD.
std::string replace_invalid_utf8(std::string_view text);

/// Counts code points; a byte that is no UTF-8 counts as one.
std::size_t count_code_points(std::string_view text);

}  // namespace mock_server::text
