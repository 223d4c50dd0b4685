// End to end: what a student began is put back to the stub, and nothing is lost.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "grader/commands/fake_course.hpp"
#include "grader/commands/terminal_session.hpp"

namespace grader {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing_help::FakeCourse;
using testing_help::read_file;
using testing_help::TerminalSession;

class ResetTest : public testing::Test {
 protected:
  ResetTest() {
    EXPECT_EQ(course.grader({"stubs", "--update"}).code, 0);
    course.answer(course.root() / "exercises", "00_alpha", 7);
  }
  std::string text(const std::string& name) const { return read_file(folder / name); }
  FakeCourse course;
  std::filesystem::path folder = course.root() / "exercises" / "00_alpha";
};

TEST_F(ResetTest, PutsTheStubBackAndKeepsACopy) {
  const auto run = course.grader({"reset", "00", "--yes"});
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("yours is kept as alpha.cpp.kept"));
  EXPECT_EQ(text("alpha.cpp"), FakeCourse::source(2));
  EXPECT_EQ(text("alpha.cpp.kept"), FakeCourse::source(7));
}

TEST_F(ResetTest, OverwritesNoEarlierCopy) {
  course.grader({"reset", "00", "--yes"});
  course.answer(course.root() / "exercises", "00_alpha", 8);
  EXPECT_THAT(course.grader({"reset", "00", "--yes"}).output, HasSubstr("alpha.cpp.kept.2"));
  EXPECT_EQ(text("alpha.cpp.kept"), FakeCourse::source(7));
  EXPECT_EQ(text("alpha.cpp.kept.2"), FakeCourse::source(8));
}

TEST_F(ResetTest, DoesNothingToAStub) {
  course.grader({"reset", "00", "--yes"});
  EXPECT_THAT(course.grader({"reset", "00", "--yes"}).output, HasSubstr("nothing to put back"));
  EXPECT_FALSE(std::filesystem::exists(folder / "alpha.cpp.kept.2"));
}

TEST_F(ResetTest, BringsAFileBackThatIsGone) {
  std::filesystem::remove(folder / "alpha.cpp");
  EXPECT_EQ(course.grader({"reset", "00", "--yes"}).code, 0);
  EXPECT_EQ(text("alpha.cpp"), FakeCourse::source(2));
  EXPECT_FALSE(std::filesystem::exists(folder / "alpha.cpp.kept"));
}

TEST_F(ResetTest, AsksFirst) {
  {
    TerminalSession terminal(course.grader_command({"reset", "00"}));
    ASSERT_TRUE(terminal.wait_for("[y/N]"));
    terminal.press("\n");
    EXPECT_EQ(terminal.wait_for_end(), 1);
    EXPECT_EQ(text("alpha.cpp"), FakeCourse::source(7));
  }
  TerminalSession terminal(course.grader_command({"reset", "00"}));
  ASSERT_TRUE(terminal.wait_for("[y/N]"));
  terminal.press("y\n");
  EXPECT_EQ(terminal.wait_for_end(), 0);
  EXPECT_EQ(text("alpha.cpp"), FakeCourse::source(2));
}

TEST_F(ResetTest, NeedsATerminalToAskOn) {
  const auto run = course.grader({"reset", "00"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("say --yes"));
  EXPECT_EQ(text("alpha.cpp"), FakeCourse::source(7));
}

TEST_F(ResetTest, SaysWhenThereAreNoStubs) {
  const auto stubs = course.root() / "exercises" / "stubs.json";
  std::ofstream(stubs) << "{\"schema\":";
  EXPECT_THAT(course.grader({"reset", "00", "--yes"}).output, HasSubstr("stubs.json: this file is damaged"));
  std::filesystem::remove(stubs);
  const auto run = course.grader({"reset", "00", "--yes"});
  EXPECT_EQ(run.code, 2);
  EXPECT_THAT(run.output, HasSubstr("keeps no stubs"));
}

TEST_F(ResetTest, AuthorsLearnWhichStubsDiffer) {
  const auto run = course.grader({"stubs"});
  EXPECT_EQ(run.code, 1);
  EXPECT_THAT(run.output, AllOf(HasSubstr("00_alpha differs"), HasSubstr("stubs --update")));
  course.grader({"stubs", "--update"});
  EXPECT_EQ(course.grader({"stubs"}).code, 0);
}

}  // namespace
}  // namespace grader
