#include "mock_server/pattern_parser.hpp"

#include <charconv>

namespace mock_server {

namespace {

constexpr int kMostNested = 32;  // the parser recurses once per group
constexpr std::size_t kMostRepeats = 1000;

using Bytes = Pattern::Bytes;

Bytes range(unsigned char first, unsigned char last) {
  Bytes bytes;
  for (unsigned value = first; value <= last; ++value) bytes.set(value);
  return bytes;
}

Bytes one(char c) { return range(static_cast<unsigned char>(c), static_cast<unsigned char>(c)); }

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text) {}

  PatternNode whole() {
    PatternNode node = choice(0);
    if (at_ < text_.size()) fail("')' closes nothing");
    return node;
  }

 private:
  [[noreturn]] void fail(const std::string& message) const { throw PatternError(at_, message); }

  bool at_end() const { return at_ == text_.size(); }
  char peek() const { return at_end() ? '\0' : text_[at_]; }
  bool take(char c) {
    if (at_end() || text_[at_] != c) return false;
    ++at_;
    return true;
  }

  PatternNode choice(int depth) {
    PatternNode node{.kind = PatternNode::Kind::kChoice, .offset = at_};
    do node.parts.push_back(sequence(depth));
    while (take('|'));
    return node;
  }

  PatternNode sequence(int depth) {
    PatternNode node{.kind = PatternNode::Kind::kSequence, .offset = at_};
    while (!at_end() && peek() != '|' && peek() != ')') node.parts.push_back(repeated(depth));
    return node;
  }

  PatternNode repeated(int depth) {
    PatternNode node = single(depth);
    const std::size_t start = at_;
    std::size_t least = 0;
    std::optional<std::size_t> most;
    if (take('+')) {
      least = 1;
    } else if (take('?')) {
      most = 1;
    } else if (take('{')) {
      read_counts(start, least, most);
    } else if (!take('*')) {
      return node;
    }
    if (!at_end() && std::string_view("*+?{").contains(peek())) {
      fail("a repetition of a repetition; put the inner one in a group");
    }
    PatternNode repeat{.kind = PatternNode::Kind::kRepeat, .offset = start, .least = least, .most = most};
    repeat.parts.push_back(std::move(node));
    return repeat;
  }

  void read_counts(std::size_t start, std::size_t& least, std::optional<std::size_t>& most) {
    least = count();
    most = least;
    if (take(',')) {
      most.reset();
      if (peek() != '}') most = count();
    }
    if (!take('}')) fail("expected '}'");
    if (most && *most < least) {
      at_ = start;
      fail("the larger number comes last");
    }
  }

  std::size_t count() {
    std::size_t value = 0;
    const char* const first = text_.data() + at_;
    const auto [end, error] = std::from_chars(first, text_.data() + text_.size(), value);
    if (end == first) fail("expected a number; a brace itself is written \\{");
    if (error != std::errc() || value > kMostRepeats) fail("more than " + std::to_string(kMostRepeats) + " times");
    at_ += static_cast<std::size_t>(end - first);
    return value;
  }

  PatternNode single(int depth) {
    PatternNode node{.kind = PatternNode::Kind::kBytes, .offset = at_};
    const char c = peek();
    if (c == '(') return group(depth);
    if (std::string_view("*+?{").contains(c)) fail("nothing to repeat here");
    if (c == '^' || c == '$') fail("a pattern matches the whole value anyway: leave '" + std::string(1, c) + "' out");
    if (c == '[') {
      node.bytes = bracket();
    } else if (c == '\\') {
      node.bytes = escape();
    } else {
      node.bytes = c == '.' ? range(0, 255) : one(c);
      ++at_;
    }
    return node;
  }

  PatternNode group(int depth) {
    if (depth >= kMostNested) fail("groups nested more than " + std::to_string(kMostNested) + " deep");
    const std::size_t start = at_++;
    if (take('?') && !take(':')) fail("only groups that group: (…) or (?:…)");
    PatternNode node = choice(depth + 1);
    if (take(')')) return node;
    at_ = start;
    fail("a group that is not closed");
  }

  Bytes escape() {
    ++at_;
    if (at_end()) fail("a backslash at the end");
    const char c = text_[at_];
    const Bytes digits = range('0', '9');
    const Bytes letters = range('a', 'z') | range('A', 'Z');
    const Bytes blanks = one(' ') | range('\t', '\r');
    Bytes found;
    switch (c) {
      case 'd':
        found = digits;
        break;
      case 'D':
        found = ~digits;
        break;
      case 'w':
        found = letters | digits | one('_');
        break;
      case 'W':
        found = ~(letters | digits | one('_'));
        break;
      case 's':
        found = blanks;
        break;
      case 'S':
        found = ~blanks;
        break;
      case 't':
        found = one('\t');
        break;
      case 'n':
        found = one('\n');
        break;
      case 'r':
        found = one('\r');
        break;
      default:
        if ((letters | digits).test(static_cast<unsigned char>(c))) fail("there is no \\" + std::string(1, c));
        found = one(c);
    }
    ++at_;
    return found;
  }

  /// One byte or class inside brackets. `single` is set to the byte if it may begin or end a range.
  Bytes bracket_item(std::optional<unsigned char>& single) {
    if (peek() == '\\') {
      const Bytes bytes = escape();
      if (bytes.count() == 1) single = static_cast<unsigned char>(text_[at_ - 1]);
      if (single && (*single == 't' || *single == 'n' || *single == 'r')) single.reset();
      return bytes;
    }
    const auto byte = static_cast<unsigned char>(peek());
    if (byte >= 0x80) fail("only ASCII characters in brackets; write alternatives, (ä|ö)");
    ++at_;
    single = byte;
    return range(byte, byte);
  }

  Bytes bracket() {
    const std::size_t start = at_++;
    const bool negated = take('^');
    Bytes bytes;
    bool first = true;
    while (!at_end() && (first || peek() != ']')) {
      if (first && peek() == ']') fail("an empty class; a bracket itself is written \\]");
      first = false;
      std::optional<unsigned char> from;
      bytes |= bracket_item(from);
      const bool ranged = peek() == '-' && at_ + 1 < text_.size() && text_[at_ + 1] != ']';
      if (!ranged) continue;
      if (!from) fail("a range needs a character on its left");
      const std::size_t dash = at_++;
      std::optional<unsigned char> to;
      bracket_item(to);
      if (to && *to >= *from) {
        bytes |= range(*from, *to);
        continue;
      }
      at_ = dash;
      fail("a range goes from a smaller to a larger character");
    }
    if (take(']')) return negated ? ~bytes : bytes;
    at_ = start;
    fail("a class that is not closed");
  }

  std::string_view text_;
  std::size_t at_ = 0;
};

}  // namespace

PatternNode parse_pattern(std::string_view text) { return Parser(text).whole(); }

}  // namespace mock_server
