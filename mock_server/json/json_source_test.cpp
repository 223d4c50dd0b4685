#include "mock_server/json/json_source.hpp"

#include <gtest/gtest.h>

#include <random>

#include "mock_server/json/plain.hpp"

namespace mock_server::json {
namespace {

std::string error_of(std::string_view text) {
  try {
    parse_json(text);
  } catch (const JsonSyntaxError& error) {
    return std::to_string(error.offset) + ": " + error.what();
  }
  return "no error";
}

TEST(JsonSource, RemembersWhereKeysAndValuesStart) {
  const JsonValue value = parse_json("\n {\"a\": [1, true]}");
  EXPECT_EQ(value.offset, 2u);
  EXPECT_EQ(value.members[0].offset, 3u);
  EXPECT_EQ(value.members[0].value.items[1].offset, 12u);
}

TEST(JsonSource, FindsThePlaceOfAByteOfAString) {
  const std::string text = R"(["a\\bé\u00e9\ud83d\ude00!"])";
  const JsonValue value = parse_json(text);
  const JsonValue& string = value.items[0];
  for (const auto& [byte, rest] : std::vector<std::pair<std::size_t, std::string>>{{0, "a"},
                                                                                   {1, "\\\\b"},
                                                                                   {2, "bé"},
                                                                                   {3, "é"},
                                                                                   {5, "\\u00e9"},
                                                                                   {7, "\\ud83d"},
                                                                                   {8, "\\ud83d"},
                                                                                   {11, "!\"]"},
                                                                                   {99, "\"]"}}) {
    EXPECT_TRUE(text.substr(place_in_string(text, string, byte)).starts_with(rest)) << byte;
  }
}

TEST(JsonSource, SaysWhatWasExpectedAndWhatIsThere) {
  EXPECT_EQ(error_of(""), "0: expected a value, but the file ends here");
  EXPECT_EQ(error_of("{\"a\" 1}"), "5: expected ':' after the key \"a\", found '1'");
  EXPECT_EQ(error_of("{\"a\": 1 \"b\": 2}"), "8: expected ',' or '}', found a string");
  EXPECT_EQ(error_of("[1, 2"), "5: expected ',' or ']', but the file ends here");
  EXPECT_EQ(error_of("{\"a\": 1,}"), "8: a comma before '}': remove it");
  EXPECT_EQ(error_of("[1,]"), "3: a comma before ']': remove it");
  EXPECT_EQ(error_of("{'a': 1}"), "1: expected a key in double quotes or '}', found '''");
  EXPECT_EQ(error_of("{\"a\": }"), "6: expected a value for \"a\", found '}'");
  EXPECT_EQ(error_of("1 2"), "2: expected the end of the file, found '2'");
  EXPECT_EQ(error_of("[\"abc\n\"]"), "1: a string that is not closed on its line");
  EXPECT_EQ(error_of("[\"\\q\"]"), "2: an unknown escape in a string; a backslash itself is written \\\\");
  EXPECT_EQ(error_of("[\"\\ud800\"]"), "2: half a surrogate pair in a string");
  EXPECT_EQ(error_of("[01]"), "1: a number must not begin with 0");
  EXPECT_EQ(error_of("[-]"), "2: expected a digit after '-', found ']'");
  EXPECT_EQ(error_of("[1e999]"), "1: a number out of range");
  EXPECT_EQ(error_of("[\"\xFF\"]"), "2: a byte that is no UTF-8 in a string");
  EXPECT_EQ(error_of("[tru]"), "1: expected a value or ']', found 't'");
  EXPECT_EQ(error_of("// no\n1"), "0: expected a value, found '/'");
  EXPECT_EQ(error_of("\xEF\xBB\xBF{}"), "0: a byte order mark; save the file as UTF-8 without one");
}

TEST(JsonSource, RefusesDeepNestingInsteadOfOverflowingTheStack) {
  EXPECT_EQ(error_of(std::string(100'000, '[')), "65: nested more than 64 levels deep");
}

TEST(JsonSource, AcceptsWhatNlohmannAcceptsAndNothingElse) {
  const std::string seed =
      R"({"a": [1, -2.5e3, true, null, "t\u00e9\ud83d\ude00\n"], "b": {"c": "", "d": {}}, "e": []})";
  std::mt19937 random(7);
  const std::string alphabet = "{}[]\",:\\u0123456789.eE+-tfn \n/\xC3\xA9";
  int accepted = 0;
  for (int i = 0; i < 20'000; ++i) {
    std::string text = seed;
    for (unsigned edits = 1 + random() % 3; edits > 0; --edits) {
      const std::size_t at = random() % text.size();
      if (random() % 2 == 0) {
        text[at] = alphabet[random() % alphabet.size()];
      } else {
        text.erase(at, 1 + random() % 3);
      }
    }
    const auto theirs = nlohmann::json::parse(text, nullptr, false);
    const std::string error = error_of(text);
    ASSERT_EQ(error == "no error", !theirs.is_discarded()) << text << "\n" << error;
    if (theirs.is_discarded()) continue;
    ++accepted;
    ASSERT_EQ(plain(parse_json(text)), theirs) << text;
  }
  EXPECT_GT(accepted, 1'000) << "the comparison needs files of both kinds";
}

}  // namespace
}  // namespace mock_server::json
