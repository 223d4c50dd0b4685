// End to end: a kit of the fake course, and what keeps one from being made.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>

#include "grader/commands/fake_course.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::Contains;
using testing::HasSubstr;
using testing::IsSupersetOf;
using testing::Not;
using testing_help::FakeCourse;
using testing_help::read_file;

constexpr const char* kSecret = "return wait_for(the_answer).or_else(forty_two);";

class KitTest : public testing::Test {
 protected:
  KitTest() {
    course.folder().write("course/solutions/00_alpha/alpha.cpp",
                          "int answer();\nint answer() {\n  " + std::string(kSecret) + "\n}\n");
    course.folder().write("course/solutions/00_alpha/wrong/asks_nobody_first.cpp", "int answer() { return 1; }\n");
    course.folder().write("course/LICENSE", "All of it.\n");
  }
  testing_help::GraderRun make(std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"kit", "--out", out().string()});
    return course.grader(more);
  }
  fs::path out() const { return course.folder() / "kits/made"; }
  std::set<std::string> files() const {
    std::set<std::string> names;
    for (const auto& entry : fs::recursive_directory_iterator(out())) {
      if (entry.is_regular_file()) names.insert(entry.path().lexically_relative(out()).string());
    }
    return names;
  }
  // Nothing is left behind, under whatever name.
  bool nothing_was_made() const { return fs::is_empty(out().parent_path()); }

  FakeCourse course;
  bool made = fs::create_directory(course.folder() / "kits");
};

TEST_F(KitTest, HasWhatStudentsNeed) {
  const auto run = make();
  ASSERT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(run.output, AllOf(HasSubstr("3 exercises"), HasSubstr("None of 2 lines and 1 name")));
  const std::set<std::string> all = files();
  EXPECT_THAT(all, IsSupersetOf({"hangtime", "README.md", "LICENSE", "MANIFEST", "course.version",
                                 ".devcontainer/devcontainer.json", "exercises/course.json",
                                 "exercises/00_alpha/alpha.cpp", "tools/bin/grader", "tools/bin/hangtime_launcher",
                                 "tools/bin/hangtime_canary", "tools/bin/mock_server", "tools/course/toolchain.json",
                                 "tools/course/00_alpha/proctor", "tools/course/00_alpha/binding.o",
                                 "tools/course/00_alpha/tests.json", "tools/course/main.o"}));
  std::set<std::string> listed{"MANIFEST"};
  std::istringstream lines(read_file(out() / "MANIFEST"));
  for (std::string line; std::getline(lines, line);) listed.insert(line.substr(66));
  EXPECT_EQ(listed, all);
  EXPECT_TRUE(json::accept(read_file(out() / ".devcontainer/devcontainer.json")));
  EXPECT_THAT(read_file(out() / "tools/course/toolchain.json"), Not(HasSubstr(course.folder().path().string())));
}

TEST_F(KitTest, IsTheSameEachTime) {
  ASSERT_EQ(make().code, 0);
  const std::string manifest = read_file(out() / "MANIFEST");
  fs::remove_all(out());
  ASSERT_EQ(make().code, 0);
  EXPECT_EQ(read_file(out() / "MANIFEST"), manifest);
}

TEST_F(KitTest, HasTheCoursesDigestUnlessItIsAPart) {
  ASSERT_EQ(make().code, 0);
  const std::string whole = read_file(out() / "course.version");
  const std::string told = course.grader({"check", "--json"}).output;  // after a warning about the isolation
  const json report = json::parse(told.substr(told.find('{')));
  EXPECT_THAT(whole, HasSubstr(report.at("course").at("digest").get<std::string>()));
  fs::remove_all(out());
  ASSERT_EQ(make({"--exercise", "01"}).code, 0);
  EXPECT_NE(read_file(out() / "course.version"), whole);
  EXPECT_THAT(files(), AllOf(Contains("exercises/01_beta/beta.cpp"), Not(Contains("exercises/00_alpha/alpha.cpp")),
                             Not(Contains("tools/course/00_alpha/proctor"))));
}

TEST_F(KitTest, ChecksWhereverItIs) {
  ASSERT_EQ(make().code, 0);
  const fs::path moved = course.folder() / "my kit";
  fs::rename(out(), moved);
  course.answer(moved / "exercises", "00_alpha", 0);
  Command command = course.grader_command({"check", "00", "--isolation", "C"});
  command.program = moved / "tools/bin/grader";
  command.arguments = {"check", "00", "--isolation", "C", "--json"};
  const ProcessResult run = run_process(command, {}, Interruption());
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_TRUE(fs::exists(moved / "tools/cache/verdicts/00_alpha.json"));
}

TEST_F(KitTest, IsRefusedWhenATextHasASolutionsLine) {
  course.folder().write("course/LICENSE", "It is so:\n\n   return wait_for( the_answer ).or_else(forty_two);\n");
  const auto run = make();
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.output, AllOf(HasSubstr("LICENSE:3 has solutions/00_alpha/alpha.cpp:3"), HasSubstr(kSecret)));
  EXPECT_TRUE(nothing_was_made());
}

TEST_F(KitTest, IsRefusedWhenAProgramHasASolutionsLine) {
  std::ofstream(course.folder() / "build/course/00_alpha/proctor", std::ios::app | std::ios::binary)
      << std::string(10, '\0') << kSecret << std::string(10, '\0');
  const auto run = make({"--json"});
  EXPECT_EQ(run.code, 1);
  EXPECT_TRUE(nothing_was_made());
  EXPECT_THAT(run.output, HasSubstr("tools/course/00_alpha/proctor has solutions/00_alpha/alpha.cpp:3"));
  const json told = json::parse(run.output.substr(0, run.output.find("grader: ")), nullptr, false);
  ASSERT_TRUE(told.is_object()) << run.output;
  EXPECT_EQ(told.at("made"), false);
  EXPECT_EQ(told.at("leaks").at(0).at("source"), "solutions/00_alpha/alpha.cpp:3");
}

TEST_F(KitTest, IsRefusedWhenItNamesAWrongSolution) {
  course.folder().write("course/LICENSE", "Not asks_nobody_first.\n");
  const auto run = make();
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.output, HasSubstr("LICENSE:1 has solutions/00_alpha/wrong/asks_nobody_first.cpp"));
  EXPECT_TRUE(nothing_was_made());
}

TEST_F(KitTest, IsRefusedWhenAnExerciseIsSolvedAlready) {
  fs::copy_file(course.root() / "solutions/00_alpha/alpha.cpp", course.root() / "exercises/00_alpha/alpha.cpp",
                fs::copy_options::overwrite_existing);
  const auto run = make();
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.output, HasSubstr("exercises/00_alpha/alpha.cpp has solutions/00_alpha/alpha.cpp"));
  EXPECT_TRUE(nothing_was_made());
}

TEST_F(KitTest, NeedsAFreePlaceAndTheSolutions) {
  course.folder().write("kits/made/mine.txt", "text");
  auto run = make();
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("is not empty"));
  EXPECT_EQ(files(), std::set<std::string>{"mine.txt"});
  run = course.grader({"kit", "--out", (course.root() / "exercises/kit").string()});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("cannot lie in the course's own exercises/"));
  fs::remove_all(out());
  fs::remove_all(course.root() / "solutions");
  run = make();
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("nobody can tell what to withhold"));
  EXPECT_TRUE(nothing_was_made());
}

}  // namespace
}  // namespace grader
