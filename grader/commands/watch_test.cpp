// End to end: `watch` on a terminal of its own, with files saved and keys pressed as a student would.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <termios.h>

#include <chrono>
#include <csignal>
#include <fstream>

#include "grader/commands/fake_course.hpp"
#include "grader/commands/terminal_session.hpp"

namespace grader {
namespace {

using testing::HasSubstr;
using testing::Not;
using testing_help::FakeCourse;
using testing_help::TerminalSession;

constexpr const char* kKeys = "q quit";  // the last words of what is shown when nothing is running

class WatchTest : public testing::Test {
 protected:
  void save(const std::string& exercise, int value) const {
    course.answer(course.root() / "exercises", exercise, value);
  }
  FakeCourse course;
};

TEST_F(WatchTest, ChecksWhatIsSavedAndGoesOnWhenItPasses) {
  TerminalSession watch(course.grader_command({"watch"}));
  ASSERT_TRUE(watch.wait_for("checking 00_alpha")) << watch.seen();
  ASSERT_TRUE(watch.wait_for("0 of 5 points")) << watch.seen();
  ASSERT_TRUE(watch.wait_for("watching 00_alpha and 2 others")) << watch.seen();
  ASSERT_TRUE(watch.wait_for(kKeys)) << watch.seen();

  save("00_alpha", 1);
  ASSERT_TRUE(watch.wait_for("checking 00_alpha")) << watch.seen();
  ASSERT_TRUE(watch.wait_for("2 of 5 points")) << watch.seen();
  ASSERT_TRUE(watch.wait_for(kKeys)) << watch.seen();

  save("00_alpha", 0);
  ASSERT_TRUE(watch.wait_for("5 of 5 points")) << watch.seen();
  ASSERT_TRUE(watch.wait_for("It passes. Next: 01_beta, Exercise 01_beta")) << watch.seen();
  ASSERT_TRUE(watch.wait_for("Open exercises/01_beta/beta.cpp")) << watch.seen();
  ASSERT_TRUE(watch.wait_for(kKeys)) << watch.seen();

  save("01_beta", 0);
  ASSERT_TRUE(watch.wait_for("checking 01_beta")) << watch.seen();
  ASSERT_TRUE(watch.wait_for("Next: 02_gamma")) << watch.seen();
  ASSERT_TRUE(watch.wait_for(kKeys)) << watch.seen();
  EXPECT_EQ(course.proctor_runs(), 4) << "only what was saved is judged";

  save("02_gamma", 0);
  ASSERT_TRUE(watch.wait_for("That was the whole course.")) << watch.seen();
  ASSERT_TRUE(watch.wait_for(kKeys)) << watch.seen();
  watch.press("q");
  EXPECT_EQ(watch.wait_for_end(), 0);
}

TEST_F(WatchTest, FollowsAStudentToAnotherExercise) {
  TerminalSession watch(course.grader_command({"watch"}));
  ASSERT_TRUE(watch.wait_for(kKeys)) << watch.seen();
  save("02_gamma", 1);
  ASSERT_TRUE(watch.wait_for("checking 02_gamma")) << watch.seen();
  ASSERT_TRUE(watch.wait_for("2 of 5 points")) << watch.seen();
}

TEST_F(WatchTest, CaresOnlyForFilesThatAVerdictDependsOn) {
  TerminalSession watch(course.grader_command({"watch", "00"}));
  ASSERT_TRUE(watch.wait_for(kKeys)) << watch.seen();
  const auto folder = course.root() / "exercises" / "00_alpha";
  std::ofstream(folder / ".alpha.cpp.swp") << "x";
  std::ofstream(folder / "notes.txt") << "x";
  save("01_beta", 0);  // not watched
  save("00_alpha", 1);
  ASSERT_TRUE(watch.wait_for("checking ")) << watch.seen();
  ASSERT_TRUE(watch.wait_for("2 of 5 points")) << watch.seen();
  EXPECT_EQ(course.proctor_runs(), 2);
}

TEST_F(WatchTest, GivesARunningCheckUpForANewerSave) {
  TerminalSession watch(course.grader_command({"watch", "00"}));
  ASSERT_TRUE(watch.wait_for(kKeys)) << watch.seen();
  save("00_alpha", 4);  // its proctor hangs
  while (course.proctor_runs() < 2) ::usleep(10'000);
  save("00_alpha", 0);
  ASSERT_TRUE(watch.wait_for("5 of 5 points")) << watch.seen();
  EXPECT_THAT(watch.seen(), Not(HasSubstr("could not")));
  watch.press("q");
  EXPECT_EQ(watch.wait_for_end(), 0);
  EXPECT_TRUE(std::filesystem::is_empty(course.work())) << "what the check that was given up had is gone as well";
}

TEST_F(WatchTest, ListensToKeys) {
  course.folder().write("course/exercises/00_alpha/README.md", "# Alpha\n\nReturn the answer.\n");
  course.folder().write("course/exercises/00_alpha/hints.md",
                        "# Hints\n\n## 1. First\n\n- Look.\n\n## 2. Second\n\n- See.\n");
  course.folder().write("course/exercises/stubs.json", R"({"schema": "hangtime/stubs/1",
      "exercises": {"00_alpha": {"alpha.cpp": "int answer(); // TODO\n"}}})");
  TerminalSession watch(course.grader_command({"watch", "00", "01"}));
  ASSERT_TRUE(watch.wait_for(kKeys)) << watch.seen();
  const std::vector<std::pair<const char*, const char*>> answers = {
      {"h", "Look."},  {"s", "Return the answer."}, {"l", "Exercise 02_gamma"}, {"p", "of 15 points"},
      {"?", "h hint"}, {"c", "checking 00_alpha"},  {"n", "checking 01_beta"},  {"n", "checking 00_alpha"}};
  for (const auto& [key, answer] : answers) {
    watch.press(key);
    ASSERT_TRUE(watch.wait_for(answer)) << key << watch.seen();
    ASSERT_TRUE(watch.wait_for(kKeys)) << watch.seen();
  }
  watch.press("r");
  ASSERT_TRUE(watch.wait_for("y/n")) << watch.seen();
  watch.press("n");
  ASSERT_TRUE(watch.wait_for("nothing was changed")) << watch.seen();
  watch.press("r");
  ASSERT_TRUE(watch.wait_for("y/n")) << watch.seen();
  watch.press("y");
  ASSERT_TRUE(watch.wait_for("yours is kept as alpha.cpp.kept")) << watch.seen();
  ASSERT_TRUE(watch.wait_for("compiles, but does not link")) << watch.seen();
}

TEST_F(WatchTest, GivesTheTerminalBack) {
  TerminalSession watch(course.grader_command({"watch", "00"}));
  struct termios before{};
  ::tcgetattr(watch.fd(), &before);
  ASSERT_TRUE(watch.wait_for(kKeys)) << watch.seen();
  struct termios during{};
  ::tcgetattr(watch.fd(), &during);
  EXPECT_EQ(during.c_lflag & (ICANON | ECHO), 0u) << "single keys, not shown";
  watch.signal(SIGINT);
  ASSERT_TRUE(watch.wait_for("interrupted")) << watch.seen();
  struct termios after{};
  ::tcgetattr(watch.fd(), &after);
  EXPECT_EQ(watch.wait_for_end(), 130);
  EXPECT_EQ(after.c_lflag & (ICANON | ECHO), tcflag_t{ICANON | ECHO});
}

TEST_F(WatchTest, NeedsNoTerminal) {
  FakeCourse one({"00_alpha"});
  Interruption stop;
  std::string output;
  Command command = one.grader_command({"watch"});
  const auto exercises = one.root() / "exercises";
  std::thread student([&] {
    while (one.proctor_runs() < 1) ::usleep(10'000);
    one.answer(exercises, "00_alpha", 0);
    while (one.proctor_runs() < 2) ::usleep(10'000);
    ::usleep(200'000);
    stop.request();
  });
  const ProcessResult result = run_process(command, {}, stop);
  student.join();
  EXPECT_THAT(result.output, HasSubstr("Ctrl-C ends it"));
  EXPECT_THAT(result.output, Not(HasSubstr("\x1b")));
}

}  // namespace
}  // namespace grader
