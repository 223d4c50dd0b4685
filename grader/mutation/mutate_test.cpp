#include "grader/mutation/mutate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <random>
#include <set>
#include <string>

namespace grader::mutation {
namespace {

constexpr const char* kSource = R"x(#include "topic.hpp"

#include <utility>

using namespace std::chrono_literals;

// true, 1 and "text" in a comment
aio::Task<int> f(int a, int b) {
  if (a < 1) co_return b;
  co_await aio::sleep(200ms); /* a < b */
  co_return a;
}
)x";

TEST(Mutate, NamesPlaceKindAndLines) {
  const auto mutants = mutate(kSource);
  const auto found = std::ranges::find(mutants, "relational_boundary", &Mutant::kind);
  ASSERT_NE(found, mutants.end());
  EXPECT_EQ(found->line, 9u);
  EXPECT_EQ(found->column, 9u);
  EXPECT_EQ(found->description, "< becomes <=");
  EXPECT_EQ(found->before, "  if (a < 1) co_return b;");
  EXPECT_EQ(found->after, "  if (a <= 1) co_return b;");
  EXPECT_NE(found->text.find("using namespace std::chrono_literals;\n\n// true, 1"), std::string::npos);
}

TEST(Mutate, NeverTouchesIncludesUsingDirectivesAndComments) {
  for (const Mutant& mutant : mutate(kSource)) EXPECT_GE(mutant.line, 8u) << mutant.kind << " " << mutant.description;
}

TEST(Mutate, MakesEachTextOnce) {
  std::set<std::string> texts{kSource};
  for (const Mutant& mutant : mutate(kSource)) EXPECT_TRUE(texts.insert(mutant.text).second) << mutant.description;
  EXPECT_GT(texts.size(), 15u);
}

TEST(Mutate, LeavesOutWhatDiffersInBlanksOnly) {
  // Without the first co_await the line reads as without the second one, blanks aside.
  const auto mutants = mutate("void f() {\n  co_await  co_await g();\n}\n");
  EXPECT_EQ(std::ranges::count(mutants, "drop_co_await", &Mutant::kind), 1);
}

TEST(Mutate, SortsByPlaceAndIsTheSameEachTime) {
  const auto once = mutate(kSource);
  const auto again = mutate(kSource);
  ASSERT_EQ(once.size(), again.size());
  for (std::size_t i = 0; i < once.size(); ++i) {
    EXPECT_EQ(once[i].text, again[i].text);
    if (i > 0) EXPECT_LE(std::pair(once[i - 1].line, once[i - 1].column), std::pair(once[i].line, once[i].column));
  }
}

TEST(Mutate, ShowsLinesThatGoAndLinesThatChangePlaces) {
  const auto mutants = mutate("void f() {\n  one();\n  two();\n}\n");
  const auto dropped = std::ranges::find(mutants, "drop_call", &Mutant::kind);
  ASSERT_NE(dropped, mutants.end());
  EXPECT_EQ(dropped->before, "  one();");
  EXPECT_EQ(dropped->after, "");
  const auto swapped = std::ranges::find(mutants, "swap_statements", &Mutant::kind);
  ASSERT_NE(swapped, mutants.end());
  EXPECT_EQ(swapped->after, "  two();\n  one();");
}

TEST(Mutate, TakesAnyText) {
  std::mt19937 random(3);
  for (int round = 0; round < 300; ++round) {
    std::string text = kSource;
    for (int i = 0; i < 20; ++i) text[random() % text.size()] = "{}()[];\"'/<>=\n?:&|!1"[random() % 21];
    for (const Mutant& mutant : mutate(text)) ASSERT_NE(mutant.text, text) << mutant.kind;
  }
  EXPECT_TRUE(mutate("").empty());
}

}  // namespace
}  // namespace grader::mutation
