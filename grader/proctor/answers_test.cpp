#include "grader/proctor/answers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

namespace proctor {
namespace {

// Each test reads answers of its own, in a folder of its own.
class AnswersTest : public ::testing::Test {
 protected:
  AnswersTest() : home_(std::filesystem::current_path()) {
    folder_ = std::filesystem::path(::testing::TempDir()) /
              ("answers." + std::string(::testing::UnitTest::GetInstance()->current_test_info()->name()));
    std::filesystem::create_directories(folder_);
    std::filesystem::current_path(folder_);
  }
  ~AnswersTest() override {
    std::filesystem::current_path(home_);
    std::filesystem::remove_all(folder_);
  }
  static void hand_in(const std::string& text) {
    std::ofstream("answers.json") << text;
    load_answers();
  }

 private:
  std::filesystem::path home_;
  std::filesystem::path folder_;
};

TEST_F(AnswersTest, ARightAnswerPasses) {
  hand_in("{\"state\": \"Done\", \"count\": 3, \"order\": [\"a\", \"b\"], /* sure */ \"made\": true}");
  expect_answer("state", "done", "the page");
  expect_answer("count", 3, "the page");
  expect_answer("order", {"A", "b"}, "the page");
  expect_answer("made", true, "the page");
}

TEST_F(AnswersTest, AWrongAnswerFailsWithAPointerAndWithoutTheAnswer) {
  hand_in("{\"state\": \"pending\"}");
  EXPECT_NONFATAL_FAILURE(
      expect_answer("state", "secret", "the page on futures"),
      "the answer to \"state\" is \"pending\", and that is not so; read again: the page on futures");
  ::testing::TestPartResultArray failures;
  {
    const ::testing::ScopedFakeTestPartResultReporter reporter(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &failures);
    expect_answer("state", "secret", "the page on futures");
  }
  ASSERT_EQ(failures.size(), 1);
  EXPECT_THAT(failures.GetTestPartResult(0).message(), ::testing::Not(::testing::HasSubstr("secret")));
}

TEST_F(AnswersTest, NoAnswerIsNoRightAnswer) {
  hand_in("{\"state\": null, \"text\": \"\"}");
  EXPECT_NONFATAL_FAILURE(expect_answer("state", nullptr, "the page"), "\"state\" is not answered yet");
  EXPECT_NONFATAL_FAILURE(expect_answer("text", "", "the page"), "\"text\" is not answered yet");
  EXPECT_NONFATAL_FAILURE(expect_answer("other", "x", "the page"), "\"other\" is not answered yet");
}

TEST_F(AnswersTest, SpellingDoesNotCount) {
  EXPECT_TRUE(same_answer("  TimeoutError\n", "timeouterror"));
  EXPECT_TRUE(same_answer("3", 3));
  EXPECT_TRUE(same_answer("true", true));
  EXPECT_TRUE(same_answer("a  b", "A B"));
  EXPECT_FALSE(same_answer("a b", "ab"));
  EXPECT_FALSE(same_answer(3, 4));
  EXPECT_FALSE(same_answer(Json({"a", "b"}), Json({"b", "a"})));
  EXPECT_FALSE(same_answer(Json({"a"}), "a"));
}

TEST_F(AnswersTest, WhatIsNoObjectIsTakenForNothing) {
  hand_in("{\"state\": \"done\"}");
  std::ofstream("answers.json") << "[1, 2";
  load_answers();
  EXPECT_EQ(answers().size(), 1U) << "the answers read before are kept: a file that breaks off never gets this far";
}

}  // namespace
}  // namespace proctor
