#include "grader/mutation/token.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace grader::mutation {
namespace {

using Kind = Token::Kind;

// Longer ones first, where one begins another.
constexpr std::array<std::string_view, 24> kPunctuators{"<=>", "->*", "...", "<<=", "::", "->", "++", "--",
                                                        "<=",  ">=",  "==",  "!=",  "&&", "||", "+=", "-=",
                                                        "*=",  "/=",  "%=",  "&=",  "|=", "^=", "<<", ".*"};

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\r' || c == '\n' || c == '\f' || c == '\v'; }
// Bytes of UTF-8 beyond ASCII are letters here: identifiers may hold them.
bool starts_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_' || static_cast<unsigned char>(c) >= 0x80;
}
bool continues_word(char c) { return starts_word(c) || is_digit(c); }

class Scanner {
 public:
  explicit Scanner(std::string_view text) : text_(text) {}

  std::vector<Token> scan() {
    std::vector<Token> tokens;
    bool line_begins = true;
    while (at_ < text_.size()) {
      if (is_blank(text_[at_])) {
        line_begins = line_begins || text_[at_] == '\n';
        ++at_;
        continue;
      }
      const std::size_t start = at_;
      const Kind kind = line_begins && text_[at_] == '#' ? directive() : next();
      tokens.push_back({kind, text_.substr(start, at_ - start), start});
      // A comment before a '#' does not keep it from being a directive.
      line_begins = line_begins && kind == Kind::kComment;
    }
    return tokens;
  }

 private:
  char peek(std::size_t ahead = 0) const { return at_ + ahead < text_.size() ? text_[at_ + ahead] : '\0'; }
  bool starts(std::string_view what) const { return text_.substr(at_).starts_with(what); }
  void go_to(std::size_t position) { at_ = std::min(position, text_.size()); }

  Kind next() {
    if (starts("//") || starts("/*")) return comment();
    if (is_digit(peek()) || (peek() == '.' && is_digit(peek(1)))) return number();
    const Prefix prefix = literal_prefix();
    go_to(at_ + prefix.size);
    if (prefix.raw) return raw_string();
    if (peek() == '"' || peek() == '\'') return quoted();
    if (starts_word(peek())) return word();
    const auto* const known = std::ranges::find_if(kPunctuators, [&](std::string_view p) { return starts(p); });
    go_to(at_ + (known == kPunctuators.end() ? 1 : known->size()));
    return Kind::kPunctuator;
  }

  Kind comment() {
    if (starts("/*")) {
      const std::size_t end = text_.find("*/", at_ + 2);
      go_to(end == std::string_view::npos ? text_.size() : end + 2);
    } else {
      to_end_of_logical_line();
    }
    return Kind::kComment;
  }

  Kind directive() {
    // A block comment may run over the end of the line; nobody does that after a directive.
    to_end_of_logical_line();
    return Kind::kDirective;
  }

  void to_end_of_logical_line() {
    for (;;) {
      const std::size_t end = std::min(text_.find('\n', at_), text_.size());
      const std::size_t last = end > at_ && text_[end - 1] == '\r' ? end - 1 : end;
      const bool continued = last > at_ && text_[last - 1] == '\\' && end < text_.size();
      if (!continued) return go_to(last);
      go_to(end + 1);
    }
  }

  // Digits, separators, exponents with their signs, and any suffix: 1'000u, 0x1F, 1.5e-3, 200ms.
  Kind number() {
    const bool hexadecimal = starts("0x") || starts("0X");
    while (at_ < text_.size()) {
      const char c = peek();
      if (c == '\'' && !continues_word(peek(1))) break;
      if (!continues_word(c) && c != '.' && c != '\'') break;
      ++at_;
      const bool exponent = hexadecimal ? c == 'p' || c == 'P' : c == 'e' || c == 'E';
      if (exponent && (peek() == '+' || peek() == '-')) ++at_;
    }
    return Kind::kNumber;
  }

  Kind word() {
    while (continues_word(peek())) ++at_;
    return Kind::kWord;
  }

  Kind quoted() {
    const char quote = peek();
    ++at_;
    while (at_ < text_.size() && peek() != quote && peek() != '\n') at_ += peek() == '\\' ? 2U : 1U;
    go_to(at_ + (peek() == quote ? 1 : 0));
    if (starts_word(peek())) word();  // "…"s
    return quote == '"' ? Kind::kString : Kind::kCharacter;
  }

  struct Prefix {
    std::size_t size = 0;
    bool raw = false;
  };
  Prefix literal_prefix() const {
    for (const std::string_view prefix : {"u8R", "uR", "UR", "LR", "R", "u8", "u", "U", "L"}) {
      if (!starts(prefix)) continue;
      const bool raw = prefix.ends_with('R');
      if (peek(prefix.size()) == '"' || (!raw && peek(prefix.size()) == '\'')) return {prefix.size(), raw};
    }
    return {};
  }

  Kind raw_string() {
    const std::size_t open = text_.find('(', at_);
    if (open == std::string_view::npos) {
      go_to(text_.size());
      return Kind::kString;
    }
    const std::string end = ")" + std::string(text_.substr(at_ + 1, open - at_ - 1)) + '"';
    const std::size_t close = text_.find(end, open);
    go_to(close == std::string_view::npos ? text_.size() : close + end.size());
    if (starts_word(peek())) word();
    return Kind::kString;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::vector<Token> tokenize(std::string_view text) { return Scanner(text).scan(); }

Place place_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, offset);
  const std::size_t line_start = before.rfind('\n') == std::string_view::npos ? 0 : before.rfind('\n') + 1;
  return {static_cast<unsigned>(std::ranges::count(before, '\n') + 1),
          static_cast<unsigned>(before.size() - line_start + 1)};
}

}  // namespace grader::mutation
