#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

namespace grader::mutation {

/// One token of C++ as it stands in its text.
struct Token {
  enum class Kind { kWord, kNumber, kString, kCharacter, kPunctuator, kDirective, kComment };
  Kind kind = Kind::kPunctuator;
  std::string_view text;  ///< a prefix such as u8R belongs to its string, a suffix such as ms to its number
  std::size_t offset = 0;

  std::size_t end() const { return offset + text.size(); }
  bool is(std::string_view what) const { return text == what && kind != Kind::kString && kind != Kind::kCharacter; }
};

/// Splits C++ into tokens: comments are kept, blanks are not, and a preprocessor line is one token, with the lines it is
/// continued on.
///
/// `>>` is two tokens, because it may close two template argument lists. Text that is no C++ gives tokens too, of some
/// kind; nothing is ever lost or read past the end.
///
/// Requires: `text` outlives the tokens.
std::vector<Token> tokenize(std::string_view text);

/// Where a byte stands, as compilers count: both from 1, columns in bytes.
struct Place {
  unsigned line = 1;
  unsigned column = 1;
};
Place place_of(std::string_view text, std::size_t offset);

}  // namespace grader::mutation
