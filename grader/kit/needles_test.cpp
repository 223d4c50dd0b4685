#include "grader/kit/needles.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <random>

namespace grader {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::vector<std::pair<std::size_t, std::size_t>> find(const Needles& needles, std::string_view haystack) {
  std::vector<std::pair<std::size_t, std::size_t>> found;
  for (const auto& [needle, place] : needles.find_in(haystack)) found.emplace_back(needle, place);
  return found;
}

TEST(NeedlesTest, FindsTheFirstPlaceOfEach) {
  const Needles needles(3, {"abc", "abcd", "xyz"});
  EXPECT_THAT(find(needles, "..abcd.abc"), testing::UnorderedElementsAre(Pair(0, 2), Pair(1, 2)));
  EXPECT_THAT(find(needles, "xyz"), ElementsAre(Pair(2, 0)));
  EXPECT_THAT(find(needles, "abxyz"), ElementsAre(Pair(2, 2)));
  EXPECT_THAT(find(needles, "ab"), IsEmpty());
  EXPECT_THAT(find(needles, "abyz"), IsEmpty());
}

TEST(NeedlesTest, FindsAnyBytes) {
  const Needles needles(4, {std::string("\0\xff\0\x01", 4)});
  EXPECT_THAT(find(needles, std::string("\0\0\0\xff\0\x01", 6)), ElementsAre(Pair(0, 2)));
}

TEST(NeedlesTest, HasNothingToFindWithoutAny) { EXPECT_THAT(find(Needles(4, {}), "abcdefgh"), IsEmpty()); }

// The plain search is the oracle.
TEST(NeedlesTest, FindsWhatAPlainSearchFinds) {
  std::mt19937 random(7);
  const auto text = [&](std::size_t length) {
    std::string result;
    while (result.size() < length) result += static_cast<char>('a' + random() % 3);
    return result;
  };
  for (int round = 0; round < 100; ++round) {
    std::vector<std::string> words;
    for (int i = 0; i < 30; ++i) words.push_back(text(5 + random() % 6));
    const std::string haystack = text(200);
    std::vector<std::size_t> places(words.size(), std::string::npos);
    for (const auto& [needle, place] : Needles(5, words).find_in(haystack)) places[needle] = place;
    for (std::size_t i = 0; i < words.size(); ++i)
      ASSERT_EQ(places[i], haystack.find(words[i])) << words[i] << " in " << haystack;
  }
}

}  // namespace
}  // namespace grader
