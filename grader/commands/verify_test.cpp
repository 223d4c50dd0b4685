// End to end: a course that keeps its promises, and each way to break one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <filesystem>
#include <sstream>

#include "grader/commands/fake_course.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing_help::FakeCourse;
using testing_help::GraderRun;

class VerifyTest : public testing::Test {
 protected:
  VerifyTest() {
    solution("alpha.cpp", 0);
    for (const char* name : {"right/one.cpp", "right/two.cpp"}) solution(name, 0);
    for (const char* name : {"wrong/a.cpp", "wrong/b.cpp", "wrong/c.cpp", "wrong/d.cpp"})
      solution(name, 1, "// Loses: second\n");
    solution("wrong/e.cpp", 2, "// All of it.\n// Loses: first, second\n");
  }
  void solution(const std::string& name, int answer, const std::string& comment = "") const {
    course.folder().write("course/solutions/00_alpha/" + name, comment + FakeCourse::source(answer));
  }
  void stub(const std::string& text) const { course.folder().write("course/exercises/00_alpha/alpha.cpp", text); }
  GraderRun verify() const { return course.grader({"verify", "--patience", "20"}); }
  void expect_deviation(const std::string& text) const {
    const GraderRun run = verify();
    EXPECT_EQ(run.code, 1) << run.output;
    EXPECT_THAT(run.output, HasSubstr(text));
  }

  FakeCourse course{{"00_alpha"}};
};

TEST_F(VerifyTest, ACourseThatKeepsItsPromises) {
  const GraderRun run = verify();
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("00_alpha  ok         ok         2 of 2     5 of 5"));
}

TEST_F(VerifyTest, PrintsJson) {
  solution("wrong/a.cpp", 2, "// Loses: second\n");
  const GraderRun run = course.grader({"verify", "00", "--json"});
  EXPECT_EQ(run.code, 1);
  const json all = run.json();
  ASSERT_TRUE(all.is_object()) << run.output;
  EXPECT_EQ(all["ok"], false);
  EXPECT_EQ(all["complete"], true);
  const json& deviations = all["exercises"][0]["deviations"];
  ASSERT_EQ(deviations.size(), 2U) << "one per failing test of the criterion that is lost and not named";
  EXPECT_EQ(deviations[0]["file"], "solutions/00_alpha/wrong/a.cpp");
  EXPECT_EQ(deviations[0]["criterion"], "first");
  EXPECT_EQ(deviations[0]["test"], "One");
  EXPECT_THAT(deviations[0]["message"].get<std::string>(), HasSubstr("why it failed"));
}

TEST_F(VerifyTest, AStubThatEarnsSomething) {
  stub(FakeCourse::source(1));
  expect_deviation("exercises/00_alpha/alpha.cpp: first: the stub passes it");
}

TEST_F(VerifyTest, AStubThatWarns) {
  stub("int answer();\nint answer() {\n  int unused = 1;\n  return 2;\n}\n");
  expect_deviation("exercises/00_alpha/alpha.cpp:3: the stub compiles with a warning: unused variable 'unused'");
}

TEST_F(VerifyTest, ACorrectSolutionThatLosesSomething) {
  solution("right/two.cpp", 1);
  expect_deviation(
      "solutions/00_alpha/right/two.cpp: second.Three: is lost by a correct solution: failed: why it failed");
  fs::remove(course.root() / "solutions/00_alpha/right/two.cpp");
  expect_deviation("solutions/00_alpha/right: holds 1 solutions; at least 2 are needed");
}

TEST_F(VerifyTest, AMissingReference) {
  fs::remove(course.root() / "solutions/00_alpha/alpha.cpp");
  expect_deviation("solutions/00_alpha/alpha.cpp: there is no such file");
}

TEST_F(VerifyTest, AWrongSolutionThatLosesLessThanItSays) {
  solution("wrong/a.cpp", 0, "// Loses: second\n");
  expect_deviation("solutions/00_alpha/wrong/a.cpp:1: second: is said to be lost, but all its tests pass");
}

TEST_F(VerifyTest, AWrongSolutionThatLosesMoreThanItSays) {
  solution("wrong/a.cpp", 2, "// Loses: second\n");
  expect_deviation("solutions/00_alpha/wrong/a.cpp: first.One: is lost and not named: failed: why it failed");
}

TEST_F(VerifyTest, AWrongSolutionThatDoesNotSayWhatItLoses) {
  solution("wrong/a.cpp", 1);
  expect_deviation("solutions/00_alpha/wrong/a.cpp:1: does not say what it loses");
}

TEST_F(VerifyTest, AWrongSolutionThatNamesNoCriterion) {
  solution("wrong/a.cpp", 1, "// A comment.\n// Loses: secnd\n");
  expect_deviation("solutions/00_alpha/wrong/a.cpp:2: \"secnd\" is no criterion of 00_alpha; did you mean \"second\"?");
}

TEST_F(VerifyTest, AWrongSolutionThatDoesNotCompile) {
  course.folder().write("course/solutions/00_alpha/wrong/a.cpp",
                        "// Loses: second\nint answer() { return nowhere; }\n");
  expect_deviation("solutions/00_alpha/wrong/a.cpp:2: does not compile: use of undeclared identifier 'nowhere'");
}

TEST_F(VerifyTest, TooFewWrongSolutions) {
  fs::remove(course.root() / "solutions/00_alpha/wrong/e.cpp");
  expect_deviation("solutions/00_alpha/wrong: holds 4 solutions; at least 5 are needed");
}

TEST_F(VerifyTest, RubricAndHiddenTestsMustBeOne) {
  course.write_tests("00_alpha", {{"first", "One"}, {"first", "Two"}, {"secnd", "Three"}});
  const GraderRun run = verify();
  EXPECT_NE(run.code, 0);
  EXPECT_THAT(run.output, AllOf(HasSubstr("exercises/00_alpha/exercise.json: second: no hidden test proves it"),
                                HasSubstr("exercises/00_alpha/exercise.json: secnd.Three: no criterion has the name")));
}

TEST_F(VerifyTest, OnlyTheVariantsThatAreAskedFor) {
  solution("wrong/a.cpp", 2, "// Loses: second\n");
  const GraderRun run = course.grader({"verify", "--only", "reference,right"});
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(run.output,
              AllOf(HasSubstr("00_alpha  -          ok         2 of 2     -\n"), HasSubstr(", 3 variants, ")));
  EXPECT_EQ(course.grader({"verify", "--only", "wrong"}).code, 1);
  const GraderRun unknown = course.grader({"verify", "--only", "best"});
  EXPECT_EQ(unknown.code, 2);
  EXPECT_THAT(unknown.output, HasSubstr("best"));
}

TEST_F(VerifyTest, SaysWhatItTook) {
  EXPECT_THAT(verify().output, HasSubstr("\n1 exercise, 9 variants, "));
  const json all = course.grader({"verify", "--json"}).json();
  EXPECT_EQ(all["variants"], 9);
  EXPECT_EQ(all["gradings"], 9);
  EXPECT_TRUE(all["elapsed_ms"].is_number());
}

TEST_F(VerifyTest, BuildsOnceAndTestsAsOftenAsAskedFor) {
  const GraderRun run = course.grader({"verify", "--repeat", "4", "--seed", "7"});
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("1 exercise, 9 variants, 36 gradings, "));
  EXPECT_EQ(course.proctor_runs(), 36);
}

TEST_F(VerifyTest, ATestThatGoesBySeed) {
  // Fails, where it should pass, with one seed of five.
  const fs::path proctor = course.folder() / "build/course/00_alpha/proctor";
  std::string script = testing_help::read_file(proctor);
  script.insert(script.find("\"$2\"; answer=$?") + 15, "\n[ $answer = 0 ] && [ $6 = 12 ] && answer=1");
  course.folder().write(proctor, script, true);
  const GraderRun run = course.grader({"verify", "--repeat", "5", "--seed", "10"});
  EXPECT_EQ(run.code, 1) << run.output;
  EXPECT_THAT(run.output,
              HasSubstr("solutions/00_alpha/right/one.cpp: second.Three: differs in 1 of 5 runs: failed with "
                        "seed 12, else passed; the test failed: why it failed"));
  EXPECT_EQ(course.grader({"verify", "--repeat", "2", "--seed", "10"}).code, 0);
}

TEST_F(VerifyTest, UnderLoad) {
  const GraderRun run = course.grader({"verify", "--load", "1", "--repeat", "2", "--json"});
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_GE(run.json()["busy_processes"], 1);
  EXPECT_GT(run.json()["busy_cpu_ms"], 0);
}

// The busy processes among the children of a grader.
std::vector<pid_t> busy_children(pid_t grader) {
  const fs::path process = "/proc/" + std::to_string(grader);
  std::istringstream children(testing_help::read_file(process / "task" / std::to_string(grader) / "children"));
  std::vector<pid_t> busy;
  for (pid_t child = 0; children >> child;) {
    if (testing_help::read_file("/proc/" + std::to_string(child) + "/comm") == "hangtime-busy\n") busy.push_back(child);
  }
  return busy;
}

TEST_F(VerifyTest, CtrlCEndsTheLoadToo) {
  solution("right/one.cpp", 4);  // hangs
  const Command command = course.grader_command({"verify", "--load", "1"});
  std::vector<char*> arguments{const_cast<char*>(command.program.c_str())};
  for (const std::string& text : command.arguments) arguments.push_back(const_cast<char*>(text.c_str()));
  arguments.push_back(nullptr);
  std::vector<char*> environment;
  for (const std::string& text : command.environment) environment.push_back(const_cast<char*>(text.c_str()));
  environment.push_back(nullptr);
  pid_t grader = -1;
  ASSERT_EQ(::posix_spawn(&grader, command.program.c_str(), nullptr, nullptr, arguments.data(), environment.data()), 0);
  for (int i = 0; i < 6000 && !fs::exists(course.marker()); ++i) ::usleep(10'000);
  const std::vector<pid_t> busy = busy_children(grader);
  EXPECT_FALSE(busy.empty());
  ::kill(grader, SIGINT);
  int status = 0;
  ::waitpid(grader, &status, 0);
  EXPECT_EQ(WEXITSTATUS(status), 130);
  for (const pid_t id : busy) EXPECT_NE(::kill(id, 0), 0) << "a busy process outlived the grader";
}

TEST_F(VerifyTest, AGraderErrorIsNoVerdict) {
  solution("right/one.cpp", 3);
  const GraderRun run = verify();
  EXPECT_EQ(run.code, 3);
  EXPECT_THAT(run.output, HasSubstr("solutions/00_alpha/right/one.cpp: second.Three: grader error: grader_error"));
}

}  // namespace
}  // namespace grader
