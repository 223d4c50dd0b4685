// End to end: what `check` remembers, and what makes it forget.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "grader/commands/fake_course.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::HasSubstr;
using testing_help::FakeCourse;
using testing_help::GraderRun;
using testing_help::read_file;

class CheckTest : public testing::Test {
 protected:
  void solve(const std::string& exercise, int value) const {
    course.answer(course.root() / "exercises", exercise, value);
  }
  // Checks 00_alpha and says whether its tests ran.
  bool runs_tests(std::vector<std::string> more = {}) {
    const int before = course.proctor_runs();
    std::vector<std::string> arguments{"check", "00"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    last = course.grader(arguments);
    return course.proctor_runs() > before;
  }
  void touch(const fs::path& file) const {
    fs::last_write_time(file, fs::last_write_time(file) + std::chrono::seconds(5));
  }

  FakeCourse course;
  GraderRun last;
};

TEST_F(CheckTest, AnswersWithItsExitCode) {
  solve("00_alpha", 0);
  EXPECT_EQ(course.grader({"check", "00"}).code, 0);
  EXPECT_EQ(course.grader({"check", "00", "01"}).code, 1);
  solve("00_alpha", 3);
  EXPECT_EQ(course.grader({"check", "00"}).code, 3);
  EXPECT_EQ(course.grader({"check", "99"}).code, 2);
}

TEST_F(CheckTest, FindsAnExerciseByNumberAndByTopic) {
  solve("01_beta", 0);
  for (const char* name : {"01_beta", "01", "1", "beta"}) EXPECT_EQ(course.grader({"check", name}).code, 0) << name;
}

TEST_F(CheckTest, RemembersAVerdictUntilSomethingItCameFromChanges) {
  solve("00_alpha", 1);
  EXPECT_TRUE(runs_tests());
  const std::string first = last.output;
  EXPECT_FALSE(runs_tests());
  EXPECT_EQ(last.output, first);
  EXPECT_EQ(last.code, 1);

  EXPECT_TRUE(runs_tests({"--fresh"}));
  EXPECT_FALSE(runs_tests());
  EXPECT_TRUE(runs_tests({"--seed", "3"})) << "a seed that is asked for is used";

  solve("00_alpha", 0);
  EXPECT_TRUE(runs_tests());
  EXPECT_EQ(last.code, 0);
  touch(course.root() / "exercises/00_alpha/alpha.cpp");
  EXPECT_FALSE(runs_tests()) << "what counts is what the file says";

  touch(course.root() / "exercises/00_alpha/exercise.json");
  EXPECT_TRUE(runs_tests());
  touch(course.toolchain().parent_path() / "00_alpha/proctor");
  EXPECT_TRUE(runs_tests());
  touch(course.toolchain());
  EXPECT_TRUE(runs_tests());
  course.folder().write("course/exercises/00_alpha/alpha.hpp", "#pragma once\n");
  EXPECT_TRUE(runs_tests());
  EXPECT_FALSE(runs_tests());
}

TEST_F(CheckTest, RemembersWhatDoesNotCompile) {
  course.folder().write(course.root() / "exercises/00_alpha/alpha.cpp", "nonsense\n");
  course.grader({"check", "00"});
  const GraderRun again = course.grader({"check", "00"});
  EXPECT_EQ(again.code, 1);
  EXPECT_THAT(again.output, HasSubstr("nonsense"));
}

TEST_F(CheckTest, DoesNotRememberAGraderError) {
  solve("00_alpha", 3);
  EXPECT_TRUE(runs_tests());
  EXPECT_TRUE(runs_tests());
}

TEST_F(CheckTest, IgnoresADamagedMemory) {
  solve("00_alpha", 0);
  EXPECT_TRUE(runs_tests());
  for (const auto& entry : fs::recursive_directory_iterator(course.toolchain().parent_path().parent_path() / "cache")) {
    if (entry.is_regular_file()) course.folder().write(entry.path(), "{\"key\": ");
  }
  EXPECT_TRUE(runs_tests());
  EXPECT_EQ(last.code, 0);
  EXPECT_FALSE(runs_tests());
}

TEST_F(CheckTest, ListShowsWhatIsKnown) {
  solve("00_alpha", 0);
  course.grader({"check", "00"});
  const GraderRun run = course.grader({"list", "--json"});
  ASSERT_EQ(run.code, 0) << run.output;
  const json all = run.json();
  ASSERT_EQ(all["exercises"].size(), 3U);
  EXPECT_EQ(all["exercises"][0]["id"], "00_alpha");
  EXPECT_EQ(all["exercises"][0]["status"], "passed");
  EXPECT_TRUE(all["exercises"][1]["status"].is_null());
  EXPECT_THAT(course.grader({"list"}).output, HasSubstr("Exercise 01_beta"));
}

TEST_F(CheckTest, AnotherCourseCanBeNamed) {
  fs::copy(course.root(), course.folder() / "elsewhere", fs::copy_options::recursive);
  course.answer(course.folder() / "elsewhere/exercises", "00_alpha", 0);
  EXPECT_EQ(course.grader({"check", "00"}).code, 1);
  EXPECT_EQ(course.grader({"check", "00", "--course", course.folder() / "elsewhere"}).code, 0);
  EXPECT_EQ(course.grader({"check", "00", "--course", course.folder() / "nowhere"}).code, 2);
}

}  // namespace
}  // namespace grader
