#include "grader/mutation/equivalents.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader::mutation {
namespace {

using mock_server::json::Problem;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

std::vector<Equivalent> read(std::string_view text) {
  std::vector<Problem> problems;
  auto entries = read_equivalents("mutants.json", text, problems);
  EXPECT_THAT(problems, IsEmpty()) << problems.front().message;
  return entries;
}

std::string complaint(std::string_view text) {
  std::vector<Problem> problems;
  EXPECT_THAT(read_equivalents("mutants.json", text, problems), IsEmpty());
  return problems.empty() ? "none" : render(problems.front());
}

Mutant mutant(std::string kind, std::string before, std::string after) {
  Mutant made;
  made.kind = std::move(kind);
  made.before = std::move(before);
  made.after = std::move(after);
  return made;
}

TEST(Equivalents, MeanAKindOnALine) {
  const auto entries = read(R"([
  {"kind": "drop_move", "line": "f(std::move(x));", "reason": "a copy is as good"}
])");
  ASSERT_THAT(entries, SizeIs(1));
  EXPECT_EQ(entries[0].at_line, 2u);
  EXPECT_EQ(entries[0].reason, "a copy is as good");
  EXPECT_TRUE(entries[0].means(mutant("drop_move", "    f(std::move(x));", "    f(x);")));
  EXPECT_FALSE(entries[0].means(mutant("drop_call", "    f(std::move(x));", "")));
  EXPECT_FALSE(entries[0].means(mutant("drop_move", "    g(std::move(x));", "    g(x);")));
}

TEST(Equivalents, MeanOneChangeOfALine) {
  const auto entries =
      read(R"([{"kind": "number", "line": "x = 7;", "becomes": "x = 8;", "reason": "seven or more"}])");
  EXPECT_TRUE(entries[0].means(mutant("number", "  x = 7;", "  x = 8;")));
  EXPECT_FALSE(entries[0].means(mutant("number", "  x = 7;", "  x = 0;")));
}

TEST(Equivalents, MeanEveryMutantOfAKind) {
  const auto entries = read(R"([{"kind": "drop_move", "reason": "copies are as good"}])");
  EXPECT_TRUE(entries[0].means(mutant("drop_move", "a", "b")));
}

TEST(Equivalents, GoByTheFirstLineOfSeveral) {
  const auto entries = read(R"([{"kind": "swap_statements", "line": "one();", "reason": "any order"}])");
  EXPECT_TRUE(entries[0].means(mutant("swap_statements", "  one();\n  two();", "  two();\n  one();")));
}

TEST(Equivalents, PointAtWhatIsWrongWithTheirFile) {
  EXPECT_THAT(complaint("{}"), HasSubstr("mutants.json:1:1: a list of equivalent mutants is expected"));
  EXPECT_THAT(complaint("[1]"), HasSubstr("mutants.json:1:2: an object with"));
  EXPECT_THAT(complaint("[\n"), HasSubstr("mutants.json:2:1"));
  EXPECT_THAT(complaint(R"([{"kind": "drop_movv", "reason": "r"}])"), HasSubstr("mutants.json:1:11:"));
  EXPECT_THAT(complaint(R"([{"kind": "drop_move"}])"), HasSubstr("reason"));
  EXPECT_THAT(complaint(R"([{"kind": "drop_move", "reason": "r", "lines": "x"}])"), HasSubstr("did you mean \"line\""));
}

}  // namespace
}  // namespace grader::mutation
