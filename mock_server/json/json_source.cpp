#include "mock_server/json/json_source.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include "mock_server/text/utf8.hpp"

namespace mock_server::json {
namespace {

using text::append_utf8;
using text::CodePoint;
using text::first_code_point;

constexpr int kMaxDepth = 64;  // the parser recurses; no file of ours needs more than ten

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  JsonValue document() {
    if (text_.starts_with("\xEF\xBB\xBF")) fail("a byte order mark; save the file as UTF-8 without one");
    JsonValue value = this->value("a value", 0);
    skip_blanks();
    if (at_ < text_.size()) expected("the end of the file");
    return value;
  }

 private:
  [[noreturn]] void fail(const std::string& message) const { throw JsonSyntaxError(at_, message); }

  /// Says what should have been here, and what is.
  [[noreturn]] void expected(const std::string& what) const {
    if (at_ >= text_.size()) fail("expected " + what + ", but the file ends here");
    const CodePoint point = first_code_point(text_.substr(at_));
    if (!point.valid) fail("expected " + what + ", found a byte that is no UTF-8");
    const std::string_view found = text_.substr(at_, point.bytes);
    fail("expected " + what + ", found " + (found == "\"" ? "a string" : "'" + std::string(found) + "'"));
  }

  char peek() const { return at_ < text_.size() ? text_[at_] : '\0'; }
  void skip_blanks() {
    while (at_ < text_.size() && (peek() == ' ' || peek() == '\t' || peek() == '\n' || peek() == '\r')) ++at_;
  }
  bool take(char c) {
    skip_blanks();
    if (at_ >= text_.size() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  JsonValue value(const std::string& wanted, int depth) {
    skip_blanks();
    if (depth > kMaxDepth) fail("nested more than " + std::to_string(kMaxDepth) + " levels deep");
    JsonValue value;
    value.offset = at_;
    const char c = peek();
    if (c == '{') {
      object(value, depth);
    } else if (c == '[') {
      array(value, depth);
    } else if (c == '"') {
      value.type = JsonValue::Type::kString;
      value.string = string();
    } else if (c == '-' || (c >= '0' && c <= '9')) {
      number(value);
    } else if (!word(value)) {
      expected(wanted);
    }
    return value;
  }

  bool word(JsonValue& value) {
    const auto is = [&](std::string_view name) {
      if (!text_.substr(at_).starts_with(name)) return false;
      at_ += name.size();
      return true;
    };
    if (is("null")) return true;
    value.type = JsonValue::Type::kBoolean;
    value.boolean = is("true");
    return value.boolean || is("false");
  }

  void object(JsonValue& value, int depth) {
    value.type = JsonValue::Type::kObject;
    ++at_;
    if (take('}')) return;
    do {
      skip_blanks();
      if (peek() == '}') fail("a comma before '}': remove it");
      if (peek() != '"') expected(value.members.empty() ? "a key in double quotes or '}'" : "a key in double quotes");
      JsonMember member;
      member.offset = at_;
      member.key = string();
      if (!take(':')) expected("':' after the key \"" + member.key + "\"");
      member.value = this->value("a value for \"" + member.key + "\"", depth + 1);
      value.members.push_back(std::move(member));
    } while (take(','));
    if (!take('}')) expected("',' or '}'");
  }

  void array(JsonValue& value, int depth) {
    value.type = JsonValue::Type::kArray;
    ++at_;
    if (take(']')) return;
    do {
      skip_blanks();
      if (peek() == ']') fail("a comma before ']': remove it");
      value.items.push_back(this->value(value.items.empty() ? "a value or ']'" : "a value", depth + 1));
    } while (take(','));
    if (!take(']')) expected("',' or ']'");
  }

  static bool is_digit(char c) { return c >= '0' && c <= '9'; }
  void digits(const char* where) {
    if (!is_digit(peek())) expected(std::string("a digit ") + where);
    while (is_digit(peek())) ++at_;
  }

  void number(JsonValue& value) {
    const std::size_t start = at_;
    bool whole = true;
    if (peek() == '-') ++at_;
    const bool zero = peek() == '0';
    digits("after '-'");
    if (zero && is_digit(text_[at_ - 1]) && at_ - start > (text_[start] == '-' ? 2u : 1u)) {
      at_ = start;
      fail("a number must not begin with 0");
    }
    if (peek() == '.') {
      whole = false;
      ++at_;
      digits("after the point");
    }
    if (peek() == 'e' || peek() == 'E') {
      whole = false;
      ++at_;
      if (peek() == '+' || peek() == '-') ++at_;
      digits("in the exponent");
    }
    const char* first = text_.data() + start;
    const char* last = text_.data() + at_;
    whole = whole && std::from_chars(first, last, value.integer).ec == std::errc();
    value.type = whole ? JsonValue::Type::kInteger : JsonValue::Type::kNumber;
    if (std::from_chars(first, last, value.number).ec != std::errc()) {
      at_ = start;
      fail("a number out of range");
    }
  }

  std::string string() {
    const std::size_t start = at_++;
    std::string out;
    while (true) {
      if (at_ >= text_.size() || peek() == '\n') {
        at_ = start;
        fail("a string that is not closed on its line");
      }
      const char c = peek();
      if (c == '"') break;
      if (c == '\\') {
        escape(out);
      } else if (static_cast<unsigned char>(c) < 0x20) {
        fail("a control character in a string; write it as an escape, such as \\t");
      } else {
        const CodePoint point = first_code_point(text_.substr(at_));
        if (!point.valid) fail("a byte that is no UTF-8 in a string");
        out += text_.substr(at_, point.bytes);
        at_ += point.bytes;
      }
    }
    ++at_;
    return out;
  }

  void escape(std::string& out) {
    const std::size_t start = at_++;
    const std::string_view letters = "\"\\/bfnrt";
    const std::size_t which = at_ < text_.size() ? letters.find(text_[at_]) : std::string_view::npos;
    if (which != std::string_view::npos) {
      out += "\"\\/\b\f\n\r\t"[which];
      ++at_;
      return;
    }
    char32_t value = hex_escape(start);
    if (value >= 0xD800 && value < 0xDC00) {
      const char32_t low = text_.substr(at_).starts_with("\\u") ? (++at_, hex_escape(start)) : 0;
      if (low < 0xDC00 || low > 0xDFFF) fail_at(start, "half a surrogate pair in a string");
      value = 0x10000 + ((value - 0xD800) << 10) + (low - 0xDC00);
    } else if (value >= 0xDC00 && value < 0xE000) {
      fail_at(start, "half a surrogate pair in a string");
    }
    append_utf8(out, value);
  }

  [[noreturn]] void fail_at(std::size_t where, const std::string& message) {
    at_ = where;
    fail(message);
  }

  /// Reads `uXXXX` at the current place.
  char32_t hex_escape(std::size_t start) {
    std::uint32_t value = 0;
    const std::string_view hex = text_.substr(std::min(at_ + 1, text_.size()), 4);
    const auto [end, error] = std::from_chars(hex.data(), hex.data() + hex.size(), value, 16);
    if (peek() != 'u') fail_at(start, "an unknown escape in a string; a backslash itself is written \\\\");
    if (error != std::errc() || hex.size() < 4 || end != hex.data() + 4)
      fail_at(start, "\\u without four hexadecimal digits");
    at_ += 5;
    return value;
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

std::string_view name_of(JsonValue::Type type) {
  switch (type) {
    case JsonValue::Type::kNull:
      return "null";
    case JsonValue::Type::kBoolean:
      return "true or false";
    case JsonValue::Type::kInteger:
      return "a whole number";
    case JsonValue::Type::kNumber:
      return "a number";
    case JsonValue::Type::kString:
      return "a string";
    case JsonValue::Type::kArray:
      return "a list";
    case JsonValue::Type::kObject:
      return "an object";
  }
  return "a value";
}

JsonValue parse_json(std::string_view text) { return Parser(text).document(); }

std::size_t place_in_string(std::string_view text, const JsonValue& string, std::size_t byte) {
  byte = std::min(byte, string.string.size());
  std::size_t at = string.offset + 1;
  for (std::size_t passed = 0; passed < byte;) {
    const bool is_escape = text[at] == '\\';
    const bool is_number = is_escape && text[at + 1] == 'u';
    const std::size_t bytes = is_number ? first_code_point(std::string_view(string.string).substr(passed)).bytes : 1;
    if (passed + bytes > byte) break;
    passed += bytes;
    // Beyond the basic plane: two escapes, four bytes.
    at += is_number ? (bytes == 4 ? 12 : 6) : (is_escape ? 2 : 1);
  }
  return at;
}

}  // namespace mock_server::json
