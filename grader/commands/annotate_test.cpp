// End to end: an explanation is handed in, graded, and given points by a person.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "grader/commands/fake_course.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing_help::FakeCourse;
using testing_help::GraderRun;
using testing_help::read_file;

class AnnotateTest : public testing::Test {
 protected:
  AnnotateTest() {
    const fs::path manifest = course.root() / "exercises/00_alpha/exercise.json";
    json text = json::parse(read_file(manifest));
    text["files"]["optional"] = {"why.md"};
    text["criteria"].push_back(
        {{"id", "says_why"}, {"points", 2}, {"text", "says why"}, {"manual", true}, {"file", "why.md"}});
    course.folder().write("course/exercises/00_alpha/exercise.json", text.dump());
    course.answer(course.submission(), "00_alpha", 0);
    course.folder().write("submission/00_alpha/why.md", "Because it waits.\n");
  }
  GraderRun annotate(std::vector<std::string> more) const {
    std::vector<std::string> arguments{"annotate", course.report()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return course.grader(arguments);
  }

  FakeCourse course{{"00_alpha"}};
};

TEST_F(AnnotateTest, GivesThePointsOfWhatWasHandedIn) {
  ASSERT_EQ(course.grader({"grade", course.submission(), "--out", course.report()}).code, 0);
  const GraderRun run = annotate({"00/says_why", "--points", "1", "--comment", "What does it wait for?"});
  EXPECT_EQ(run.code, 0);
  EXPECT_EQ(run.output, "00/says_why: 1 of 2 points, bonus +1, 0 still to give\n");
  const json row = json::parse(read_file(course.report()))["exercises"][0]["criteria"][2];
  EXPECT_EQ(row["earned"], 1);
  EXPECT_EQ(row["collected"]["text"], "Because it waits.\n");
  EXPECT_EQ(row["comment"], "What does it wait for?");
}

TEST_F(AnnotateTest, ChangesNothingWhenItCannot) {
  ASSERT_EQ(course.grader({"grade", course.submission(), "--out", course.report()}).code, 0);
  const std::string before = read_file(course.report());
  const GraderRun run = annotate({"00/says_why", "--points", "3"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, AllOf(HasSubstr("report.json"), HasSubstr("give 0 to 2, not 3")));
  EXPECT_EQ(annotate({"00/first", "--points", "1"}).code, 2);
  EXPECT_EQ(annotate({"00/says_why"}).code, 2);
  EXPECT_EQ(read_file(course.report()), before);
}

TEST_F(AnnotateTest, NamesTheFileThatIsNoReport) {
  const GraderRun missing = annotate({"00/says_why", "--points", "1"});
  EXPECT_EQ(missing.code, 2);
  EXPECT_THAT(missing.output, AllOf(HasSubstr("cannot read"), HasSubstr("./hangtime grade --out")));
  std::ofstream(course.report()) << "{";
  const GraderRun broken = annotate({"00/says_why", "--points", "1"});
  EXPECT_EQ(broken.code, 2);
  EXPECT_THAT(broken.output, HasSubstr("is no JSON"));
}

}  // namespace
}  // namespace grader
