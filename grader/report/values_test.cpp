#include "grader/report/values.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using testing::EndsWith;
using testing::HasSubstr;
using testing::Pair;
using testing::StartsWith;

TEST(ShowPair, LeavesShortValuesAsTheyAre) {
  EXPECT_THAT(show_pair("4 requests", "5 requests"), Pair("4 requests", "5 requests"));
}

TEST(ShowPair, MakesVisibleWhatWouldLookTheSame) {
  EXPECT_THAT(show_pair("12", "12 "), Pair("12", "12\\x20"));
  EXPECT_THAT(show_pair("12", "12\n"), Pair("12", "12\\n"));
  EXPECT_THAT(show_pair("a b", "a\tb"), Pair("a b", "a\\tb"));
  EXPECT_THAT(show_pair("ab",
                        "a\u200b"
                        "b"),
              Pair("ab", "a\\u200bb"));
  EXPECT_THAT(show_pair("a  b", "a b"), Pair("a  b", "a b"));
}

TEST(ShowPair, KeepsThePlaceWhereLongValuesDiffer) {
  const std::string same(5'000, 's');
  const auto [expected, got] = show_pair(same + "12 items" + same, same + "13 items" + same, 200);
  EXPECT_THAT(expected, HasSubstr("12 items"));
  EXPECT_THAT(got, HasSubstr("13 items"));
  EXPECT_THAT(got, StartsWith("(4941 characters before this, the same in both) …"));
  EXPECT_THAT(got, EndsWith("… (4867 more characters)"));
}

TEST(ShowPair, WhereverTheDifferenceIsItIsShown) {
  for (std::size_t at = 0; at < 400; at += 7) {
    std::string a;
    for (int i = 0; i < 400; ++i) a += "\u00e9";
    std::string b = a.substr(0, at * 2) + "X" + a.substr(at * 2);
    const auto [expected, got] = show_pair(a, b, 80);
    EXPECT_THAT(got, HasSubstr("X")) << at;
    EXPECT_NE(expected, got) << at;
  }
  EXPECT_THAT(show_pair("", std::string(500, 'x'), 100).second, EndsWith("… (400 more characters)"));
}

TEST(Shorten, SaysHowMuchItTook) {
  EXPECT_EQ(shorten("abc", 3), "abc");
  EXPECT_EQ(shorten("abcd", 3), "abc… (1 more character)");
  EXPECT_EQ(shorten("\u00e9\u00e9\u00e9", 1), "\u00e9… (2 more characters)");
}

TEST(InWords, ReadsTestNamesAsSentences) {
  EXPECT_EQ(in_words("WhenTheServerHangsInTheMiddleOfTheBody"), "when the server hangs in the middle of the body");
  EXPECT_EQ(in_words("KeepsTheJSONBody"), "keeps the JSON body");
  EXPECT_EQ(in_words("AfterANumberOf50Requests"), "after a number of 50 requests");
  EXPECT_EQ(in_words("EachCase/2"), "each case 2");
  EXPECT_EQ(in_words("EndsWithHTTP"), "ends with HTTP");
  EXPECT_EQ(in_words(""), "");
}

}  // namespace
}  // namespace grader
