#include "grader/build/answers_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using ::testing::HasSubstr;

std::optional<BuildDiagnostic> problem_in(const std::string& text) {
  return problem_in_answers("07_topic", {"answers.json", text});
}

TEST(AnswersFile, AnObjectIsFine) {
  EXPECT_FALSE(problem_in("{}"));
  EXPECT_FALSE(problem_in("// What is printed?\n{\"one\": \"b\", /* to do */ \"two\": null}\n"));
}

TEST(AnswersFile, AMistakeIsPointedAt) {
  const auto problem = problem_in("{\n  \"one\": \"a\",\n  \"two\": b\n}\n");
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->severity, "error");
  EXPECT_EQ(problem->file, "07_topic/answers.json");
  EXPECT_EQ(problem->line, 3U);
  EXPECT_EQ(problem->column, 10U);
  EXPECT_EQ(problem->source_line, "  \"two\": b");
  EXPECT_THAT(problem->message, HasSubstr("not JSON: syntax error"));
}

TEST(AnswersFile, AFileThatEndsTooSoonIsPointedAtItsEnd) {
  const auto problem = problem_in("{\"one\": \"a\"");
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->line, 1U);
  EXPECT_GE(problem->column, 11U);
}

TEST(AnswersFile, ControlCharactersAreShownAndNotPrinted) {
  const auto problem = problem_in("{\"one\": \x1b[31m}");
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->message.find('\x1b'), std::string::npos);
}

TEST(AnswersFile, AListIsNoAnswer) {
  const auto problem = problem_in("[\"a\", \"b\"]");
  ASSERT_TRUE(problem);
  EXPECT_EQ(problem->line, 1U);
  EXPECT_THAT(problem->message, HasSubstr("one JSON object"));
}

}  // namespace
}  // namespace grader
