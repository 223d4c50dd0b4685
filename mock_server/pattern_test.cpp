#include "mock_server/pattern.hpp"

#include <gtest/gtest.h>

#include <random>
#include <regex>

namespace mock_server {
namespace {

TEST(Pattern, MatchesTheWholeValue) {
  struct Row {
    std::string pattern, value;
    bool matches;
  };
  for (const auto& [pattern, value, matches] : std::vector<Row>{
           {"", "", true},
           {"", "a", false},
           {"/items/\\d+", "/items/17", true},
           {"/items/\\d+", "/items/17/", false},
           {"/items/\\d+", "x/items/17", false},
           {"/items/\\d+", "/items/", false},
           {"a|bc|", "bc", true},
           {"a|bc|", "", true},
           {"a|bc|", "b", false},
           {"(?:ab)*c?", "ababc", true},
           {"(ab)*c?", "aba", false},
           {"a{2}", "aa", true},
           {"a{2}", "aaa", false},
           {"a{2,}", "aaaa", true},
           {"a{2,3}", "aaaa", false},
           {"a{0}b", "b", true},
           {"[a-c_-]+", "ab-_c", true},
           {"[^/]+", "a/b", false},
           {"[^/]+", "a b\n", true},
           {"[\\d.]+", "1.5", true},
           {"[\\]\\\\]", "]", true},
           {"[-a]", "-", true},
           {"\\{\\}", "{}", true},
           {"\\w+\\s\\W", "ab_9 !", true},
           {"\\D\\S", "12", false},
           {"a.b", "a\nb", true},
           {"ä+", "ä", true},
           {"(ä)+", "ääää", true},
           {"..", "ä", true},
       }) {
    EXPECT_EQ(Pattern(pattern).matches(value), matches) << pattern << " " << value;
  }
}

TEST(Pattern, AgreesWithTheStandardLibrary) {
  std::mt19937 random(7);
  const std::vector<std::string> atoms = {"a", "b", "[ab]", "[^a]", ".", "(a|b)", "(ab|)", "(a*b)", "(?:b+|a)"};
  const std::vector<std::string> counts = {"", "", "*", "+", "?", "{2}", "{1,}", "{0,2}"};
  const auto pick = [&](const auto& from) { return from[random() % from.size()]; };
  int matched = 0;
  for (int i = 0; i < 3'000; ++i) {
    std::string text;
    for (auto parts = 1 + random() % 4; parts > 0; --parts) {
      text += pick(atoms) + pick(counts);
      if (random() % 8 == 0) text += "|";
    }
    const Pattern ours(text);
    const std::regex theirs(text);
    for (int j = 0; j < 10; ++j) {
      std::string value;
      for (auto length = random() % 7; length > 0; --length) value += "abc"[random() % 3];
      const bool expected = std::regex_match(value, theirs);
      ASSERT_EQ(ours.matches(value), expected) << text << " " << value;
      matched += expected ? 1 : 0;
    }
  }
  EXPECT_GT(matched, 1'000) << "the comparison needs values of both kinds";
}

TEST(Pattern, TakesTimeThatGrowsWithTheLengthAndNothingElse) {
  // Each of these takes a backtracking matcher longer than the universe has existed, or more stack than there is.
  const std::string value(Pattern::kLongestValue, 'a');
  for (const auto* pattern : {"(a+)+b", "(a|a)*b", "(a*)*b", "(.*)(.*)(.*)(.*)(.*)b", "((a{0,9}){0,9}){0,9}b"}) {
    EXPECT_FALSE(Pattern(pattern).matches(value)) << pattern;
  }
  EXPECT_TRUE(Pattern("(a+)+").matches(value));
  EXPECT_FALSE(Pattern("a*").matches(value + "a")) << "longer values never match";
}

TEST(Pattern, SaysWhatIsWrongAndWhere) {
  struct Row {
    std::string pattern;
    std::size_t offset;
    std::string message;
  };
  const std::string deep(40, '(');
  for (const auto& [pattern, offset, message] : std::vector<Row>{
           {"a)", 1, "')' closes nothing"},
           {"x(a", 1, "a group that is not closed"},
           {"*a", 0, "nothing to repeat here"},
           {"a|+", 2, "nothing to repeat here"},
           {"a**", 2, "a repetition of a repetition; put the inner one in a group"},
           {"a+?", 2, "a repetition of a repetition; put the inner one in a group"},
           {"a{x}", 2, "expected a number; a brace itself is written \\{"},
           {"a{2", 3, "expected '}'"},
           {"a{3,2}", 1, "the larger number comes last"},
           {"a{1001}", 2, "more than 1000 times"},
           {"[a", 0, "a class that is not closed"},
           {"[]", 1, "an empty class; a bracket itself is written \\]"},
           {"[z-a]", 2, "a range goes from a smaller to a larger character"},
           {"[\\d-z]", 3, "a range needs a character on its left"},
           {"[ä]", 1, "only ASCII characters in brackets; write alternatives, (ä|ö)"},
           {"\\", 1, "a backslash at the end"},
           {"(a)\\1", 4, "there is no \\1"},
           {"\\b", 1, "there is no \\b"},
           {"^a", 0, "a pattern matches the whole value anyway: leave '^' out"},
           {"a$", 1, "a pattern matches the whole value anyway: leave '$' out"},
           {"(?=a)", 2, "only groups that group: (…) or (?:…)"},
           {deep, 32, "groups nested more than 32 deep"},
           {"(a{1000}){1000}", 1, "the pattern is too large"},
           {"((){1000}){1000}", 2, "the pattern is too large"},
           {std::string(1025, 'a'), 1024, "longer than 1024 bytes"},
       }) {
    try {
      const Pattern accepted(pattern);
      ADD_FAILURE() << pattern;
    } catch (const PatternError& error) {
      EXPECT_EQ(error.what(), message) << pattern;
      EXPECT_EQ(error.offset, offset) << pattern;
    }
  }
}

}  // namespace
}  // namespace mock_server
