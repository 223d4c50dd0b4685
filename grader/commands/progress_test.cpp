// End to end: where a student stands, and what comes next.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/commands/fake_course.hpp"

namespace grader {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing_help::FakeCourse;

class ProgressTest : public testing::Test {
 protected:
  void save_and_check(const std::string& exercise, int value) const {
    course.answer(course.root() / "exercises", exercise, value);
    course.grader({"check", exercise});
  }
  nlohmann::json next() const { return course.grader({"next", "--json"}).json(); }
  FakeCourse course;
};

TEST_F(ProgressTest, OfNothingChecked) {
  EXPECT_THAT(course.grader({"progress"}).output,
              AllOf(HasSubstr("0 of 15 points"), HasSubstr("3 exercises have no verdict"), HasSubstr("next 00_alpha")));
  EXPECT_EQ(next()["exercise"], "00_alpha");
  EXPECT_EQ(next()["why"], "it comes next");
}

TEST_F(ProgressTest, CountsWhatTheFilesEarnAsTheyAre) {
  save_and_check("00_alpha", 0);
  save_and_check("01_beta", 1);
  const auto json = course.grader({"progress", "--json"}).json();
  EXPECT_EQ(json["score"]["earned"], 7);
  EXPECT_EQ(json["score"]["possible"], 15);
  EXPECT_EQ(json["checked"], 2);
  EXPECT_EQ(json["objectives"][0]["earned"], 7);
  EXPECT_EQ(json["skills"][0]["id"], "answering");
  EXPECT_EQ(json["next"]["exercise"], "01_beta");
  EXPECT_EQ(json["next"]["why"], "still to do: does the second thing");
  EXPECT_EQ(json["next"]["edit"], "exercises/01_beta/beta.cpp");
  const std::string text = course.grader({"progress"}).output;
  EXPECT_THAT(text, AllOf(HasSubstr("7 of 15 points"), HasSubstr("████░░░░░░ Answer"), HasSubstr("next 01_beta")));

  course.answer(course.root() / "exercises", "00_alpha", 2);  // changed, and not checked since
  EXPECT_EQ(course.grader({"progress", "--json"}).json()["score"]["earned"], 2);
  EXPECT_EQ(next()["exercise"], "00_alpha");
}

TEST_F(ProgressTest, SaysWhenEverythingPasses) {
  for (const char* exercise : {"00_alpha", "01_beta", "02_gamma"}) save_and_check(exercise, 0);
  EXPECT_EQ(next(), nullptr);
  EXPECT_THAT(course.grader({"next"}).output, HasSubstr("Every exercise passes."));
  EXPECT_THAT(course.grader({"progress"}).output,
              AllOf(HasSubstr("15 of 15 points, mastered"), Not(HasSubstr("no verdict"))));
}

TEST_F(ProgressTest, SaysWhatDoesNotCompile) {
  course.folder().write("course/exercises/00_alpha/alpha.cpp", "int answer(");
  course.grader({"check", "00"});
  EXPECT_EQ(next()["why"], "it does not compile yet");
}

}  // namespace
}  // namespace grader
