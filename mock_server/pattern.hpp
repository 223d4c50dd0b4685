#pragma once

#include <bitset>
#include <cstddef>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace mock_server {

/// A pattern that cannot be used, and the byte of it that is to blame.
struct PatternError : std::invalid_argument {
  PatternError(std::size_t where, const std::string& message) : std::invalid_argument(message), offset(where) {}
  std::size_t offset;
};

/// A regular expression for paths, headers and query values; it always matches the whole value.
///
/// Knows characters, `.` (any byte), classes `[a-z]` and `[^/]`, `\d \w \s` and their opposites, groups, `|`, `*`, `+`,
/// `?`, `{2}`, `{2,}`, `{2,5}`. There is nothing to capture, so groups only group.
///
/// What clients send is matched with it, so the time must not depend on their malice: it grows with the length of the
/// value times the size of the pattern and with nothing else, and no recursion follows the value. std::regex promises
/// neither (it recurses once per character, and `(a+)+` takes exponential time). Values beyond kLongestValue bytes never
/// match.
///
/// Source: Thompson, "Regular Expression Search Algorithm", 1968: all ways through the pattern are followed at once.
class Pattern {
 public:
  static constexpr std::size_t kLongestPattern = 1024;
  static constexpr std::size_t kLongestValue = 4096;
  static constexpr std::size_t kMostSteps = 2000;  ///< of the compiled pattern: "a{50}" takes fifty

  /// Errors: PatternError.
  explicit Pattern(std::string text);

  bool matches(std::string_view value) const;
  const std::string& text() const { return text_; }
  bool operator==(const Pattern& other) const { return text_ == other.text_; }

  /// One step of the compiled pattern: takes a byte of `bytes` and goes on with the next step, or goes on with `next`
  /// and `other` without taking anything.
  struct Step {
    enum class Kind : std::uint8_t { kByte, kFork, kJump, kEnd };
    Kind kind = Kind::kEnd;
    std::uint16_t next = 0;
    std::uint16_t other = 0;
    std::uint16_t bytes = 0;  ///< which of the sets
  };
  using Bytes = std::bitset<256>;
  struct Compiled {
    std::vector<Step> steps;
    std::vector<Bytes> sets;
  };

 private:
  std::string text_;
  Compiled compiled_;
};

}  // namespace mock_server
