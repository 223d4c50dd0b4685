#include "grader/mutation/token.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

namespace grader::mutation {
namespace {

using testing::ElementsAre;

std::vector<std::string> texts(std::string_view text) {
  std::vector<std::string> all;
  for (const Token& token : tokenize(text)) all.emplace_back(token.text);
  return all;
}

Token::Kind kind_of(std::string_view text) {
  const auto tokens = tokenize(text);
  EXPECT_EQ(tokens.size(), 1u) << text;
  EXPECT_EQ(tokens.front().text, text);
  return tokens.front().kind;
}

TEST(Tokenize, SplitsWordsAndPunctuators) {
  EXPECT_THAT(texts("a->b<=c::d++ != e<=>f"),
              ElementsAre("a", "->", "b", "<=", "c", "::", "d", "++", "!=", "e", "<=>", "f"));
}

TEST(Tokenize, ClosesTwoTemplateArgumentListsWithTwoTokens) {
  EXPECT_THAT(texts("map<int,vector<int>>x"), ElementsAre("map", "<", "int", ",", "vector", "<", "int", ">", ">", "x"));
}

TEST(Tokenize, KeepsSeparatorsExponentsAndSuffixesWithTheirNumber) {
  for (const char* number :
       {"7", "1'000'000u", "0x1F'FFull", "1.5e-3", ".5f", "200ms", "1'500us", "0b1010", "0x1p+3", "1e5", "2min"})
    EXPECT_EQ(kind_of(number), Token::Kind::kNumber) << number;
  EXPECT_THAT(texts("1-2"), ElementsAre("1", "-", "2"));
  EXPECT_THAT(texts("0xE+1"), ElementsAre("0xE", "+", "1")) << "an E of a hexadecimal number is a digit";
}

TEST(Tokenize, ReadsStringsWithPrefixesSuffixesAndEscapes) {
  for (const char* string : {R"("a")", R"("a \" b")", R"("")", R"(u8"a")", R"(L"a")", R"("a"s)", R"("a\\")"})
    EXPECT_EQ(kind_of(string), Token::Kind::kString) << string;
  for (const char* character : {"'a'", "'\\''", "L'a'", "'\\\\'"})
    EXPECT_EQ(kind_of(character), Token::Kind::kCharacter) << character;
}

TEST(Tokenize, ReadsRawStringsToTheirOwnEnd) {
  EXPECT_EQ(kind_of("R\"(a \" ) b)\""), Token::Kind::kString);
  EXPECT_EQ(kind_of("R\"x(a )\" // no comment\n b)x\"sv"), Token::Kind::kString);
  EXPECT_EQ(kind_of("u8R\"(\\)\""), Token::Kind::kString);
}

TEST(Tokenize, KnowsAWordThatOnlyBeginsLikeAPrefix) {
  EXPECT_THAT(texts("uR u L Rx"), ElementsAre("uR", "u", "L", "Rx"));
}

TEST(Tokenize, KeepsCommentsWhole) {
  EXPECT_EQ(kind_of("// a \"string\" and 'c'"), Token::Kind::kComment);
  EXPECT_EQ(kind_of("/* a\n // b */"), Token::Kind::kComment);
  EXPECT_EQ(kind_of("// continued \\\n here"), Token::Kind::kComment);
  EXPECT_THAT(texts("a // b\nc"), ElementsAre("a", "// b", "c"));
}

TEST(Tokenize, TakesAPreprocessorLineWhole) {
  EXPECT_THAT(texts("#include <a.hpp>\nint"), ElementsAre("#include <a.hpp>", "int"));
  EXPECT_THAT(texts("  # define A(x) \\\n  x < 1\nint"), ElementsAre("# define A(x) \\\n  x < 1", "int"));
  EXPECT_THAT(texts("/* c */ #if 1\r\nint"), ElementsAre("/* c */", "#if 1", "int"));
  EXPECT_THAT(texts("a # b"), ElementsAre("a", "#", "b"));
}

TEST(Tokenize, ReadsNothingPastTheEnd) {
  for (const char* torn : {"\"abc", "'", "R\"x(abc", "R\"x", "/* abc", "// abc", "#define \\", "1'", "\"\\", "u8R\""}) {
    const std::string text(torn);
    EXPECT_FALSE(tokenize(text).empty()) << torn;
    EXPECT_LE(tokenize(text).back().end(), text.size()) << torn;
  }
}

TEST(Tokenize, LosesNothingOfAnyText) {
  std::mt19937 random(7);
  const std::string letters = "aR\"'()/*\\\n #1.e-<>&|+=:;{}u8_\xc3\xa9";
  for (int round = 0; round < 2000; ++round) {
    std::string text;
    for (int i = 0; i < 30; ++i) text += letters[random() % letters.size()];
    std::size_t end = 0;
    for (const Token& token : tokenize(text)) {
      ASSERT_FALSE(token.text.empty()) << text;
      ASSERT_GE(token.offset, end) << text;
      for (; end < token.offset; ++end) ASSERT_TRUE(text[end] == ' ' || text[end] == '\n') << text;
      end = token.end();
    }
    ASSERT_LE(end, text.size()) << text;
  }
}

TEST(PlaceOf, CountsLinesAndColumnsFromOne) {
  const std::string_view text = "ab\ncd\n";
  EXPECT_EQ(place_of(text, 0).line, 1u);
  EXPECT_EQ(place_of(text, 4).line, 2u);
  EXPECT_EQ(place_of(text, 4).column, 2u);
  EXPECT_EQ(place_of(text, 6).line, 3u);
}

}  // namespace
}  // namespace grader::mutation
