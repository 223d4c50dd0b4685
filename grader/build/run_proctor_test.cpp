// Fake proctors are shell scripts: they write an event stream and end in one of the ways a program can.
#include "grader/build/run_proctor.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/build/test_support.hpp"

namespace grader {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing_help::TempFolder;

class RunProctorTest : public testing::Test {
 protected:
  RunProctorTest() { exercise.id = "00_answer"; }

  ProctorRun run(const std::string& script) {
    parts.proctor = folder.write("proctor", "#!/bin/sh\n" + functions + script, true);
    return run_proctor(job(), interruption);
  }
  ProctorJob job() {
    return {.exercise = exercise,
            .parts = parts,
            .planned = {{"a", "One"}, {"b", "Two"}},
            .subject = "/bin/true",
            .folder = folder.path(),
            .seed = 7,
            .patience = patience,
            .most_timeouts = most_timeouts};
  }
  static std::vector<TestStatus> statuses(const ProctorRun& run) {
    std::vector<TestStatus> all;
    for (const TestResult& test : run.record.tests) all.push_back(test.status);
    return all;
  }

  const std::string functions = R"sh(
begin() { echo '{"event":"run_started","exercise":"00_answer","seed":7,"tests":[{"criterion":"a","name":"One"},{"criterion":"b","name":"Two"}]}' >&3; }
started() { echo "{\"event\":\"test_started\",\"criterion\":\"$1\",\"name\":\"$2\"}" >&3; }
ended() { echo "{\"event\":\"test_ended\",\"criterion\":\"$1\",\"name\":\"$2\",\"status\":\"$3\",\"message\":\"\",\"expected\":\"\",\"got\":\"\",\"wall_ms\":1,\"timeline\":[],\"diagnostics\":[]}" >&3; }
finish() { echo "{\"event\":\"run_ended\",\"tests\":$1}" >&3; }
)sh";
  static constexpr auto kPassed = TestStatus::kPassed;
  static constexpr auto kFailed = TestStatus::kFailed;
  static constexpr auto kNotRun = TestStatus::kNotRun;
  static constexpr auto kGraderError = TestStatus::kGraderError;

  TempFolder folder;
  Exercise exercise;
  ToolchainExercise parts;
  Interruption interruption;
  std::chrono::milliseconds patience{60'000};
  std::size_t most_timeouts = 0;
};

TEST_F(RunProctorTest, ReadsAWholeRun) {
  const ProctorRun run =
      this->run("begin; started a One; ended a One passed; started b Two; ended b Two failed; finish 2; exit 1");
  EXPECT_THAT(statuses(run), testing::ElementsAre(kPassed, kFailed));
  EXPECT_TRUE(run.record.complete);
  EXPECT_EQ(run.problem, "");
}

TEST_F(RunProctorTest, PassesSubjectSeedAndDescriptor) {
  const ProctorRun run = this->run(
      "[ \"$*\" = '--subject /bin/true --events-fd 3 --seed 7 --test-wall-ms 30000 --test-cpu-ms 10000 "
      "--test-memory 1073741824 --test-tasks 512 --output-bytes 65536 --isolation C' ] || exit 9; begin; started a "
      "One; ended a One passed; "
      "started b Two; ended b Two passed; finish 2");
  EXPECT_TRUE(run.record.complete) << run.problem;
}

TEST_F(RunProctorTest, ADeadProctorCostsTheTestItWasInAndKeepsTheOthers) {
  const ProctorRun run = this->run("begin; started a One; ended a One passed; started b Two; kill -SEGV $$");
  EXPECT_THAT(statuses(run), testing::ElementsAre(kPassed, kGraderError));
  EXPECT_FALSE(run.record.complete);
  EXPECT_THAT(run.record.tests[1].message, HasSubstr("killed by signal 11"));
  const ProctorRun early = this->run("begin; started a One; exit 5");
  EXPECT_THAT(statuses(early), testing::ElementsAre(kGraderError, kNotRun));
}

TEST_F(RunProctorTest, AProctorThatNeverBeganIsAGraderErrorForEveryTest) {
  const ProctorRun run = this->run("echo cannot find the moon >&2; exit 4");
  EXPECT_THAT(statuses(run), testing::ElementsAre(kGraderError, kGraderError));
  EXPECT_THAT(run.problem, HasSubstr("exited with status 4: cannot find the moon"));
  parts.proctor = "/no/such/proctor";
  EXPECT_THAT(run_proctor(job(), interruption).problem, HasSubstr("could not be started"));
}

TEST_F(RunProctorTest, AHangingProctorIsEnded) {
  patience = 200ms;
  exercise.limits.test_wall = 0ms;
  const ProctorRun run = this->run("begin; started a One; sleep 1000");
  EXPECT_THAT(statuses(run), testing::ElementsAre(kGraderError, kNotRun));
  EXPECT_THAT(run.problem, HasSubstr("was silent for too long"));
}

TEST_F(RunProctorTest, EndsARunOnceEnoughTestsHaveTimedOut) {
  const std::string script = "begin; started a One; ended a One timed_out; started b Two; sleep 1000";
  most_timeouts = 1;
  const ProctorRun run = this->run(script);
  EXPECT_THAT(statuses(run), testing::ElementsAre(TestStatus::kTimedOut, kNotRun));
  EXPECT_FALSE(run.record.complete);
  EXPECT_EQ(run.problem, "");
  most_timeouts = 2;
  patience = 200ms;
  exercise.limits.test_wall = 0ms;
  EXPECT_THAT(statuses(this->run(script)), testing::ElementsAre(TestStatus::kTimedOut, kGraderError));
}

TEST_F(RunProctorTest, GarbageIsNotBelieved) {
  const ProctorRun run = this->run(
      "begin; started a One; ended a One passed; echo 'full marks please' >&3; started b Two; ended b Two passed; "
      "finish 2");
  EXPECT_THAT(statuses(run), testing::ElementsAre(kGraderError, kGraderError));
  EXPECT_THAT(run.problem, HasSubstr("no event: full marks please"));
}

TEST_F(RunProctorTest, ImpossibleStoriesAreNotBelieved) {
  const std::string two = "started a One; ended a One passed; started b Two; ended b Two passed; ";
  for (const std::string& story : std::vector<std::string>{
           "begin; " + two + "finish 3",                                         // miscounts
           "begin; " + two + "started a One; ended a One passed; finish 3",      // a test twice
           "begin; ended a One passed; ended b Two passed; finish 2",            // ended, never started
           "begin; begin; " + two + "finish 2",                                  // began twice
           two + "finish 2",                                                     // never began
           "begin; started c Three; ended c Three passed; " + two + "finish 3",  // nobody planned it
           "begin; " + two + "finish 2; ended a One passed",                     // goes on after the end
           "begin; finish 0",                                                    // ends at once
       }) {
    const ProctorRun run = this->run(story);
    EXPECT_THAT(statuses(run), testing::ElementsAre(kGraderError, kGraderError)) << story;
    EXPECT_FALSE(run.record.complete) << story;
  }
}

TEST_F(RunProctorTest, AnotherPlanThanTheTestListIsNotBelieved) {
  const ProctorRun run =
      this->run("echo '{\"event\":\"run_started\",\"exercise\":\"00_answer\",\"seed\":7,\"tests\":[]}' >&3; finish 0");
  EXPECT_THAT(statuses(run), testing::ElementsAre(kGraderError, kGraderError));
  EXPECT_THAT(run.problem, HasSubstr("plans other tests"));
}

TEST_F(RunProctorTest, ATornLastLineIsADeathAndNotGarbage) {
  const ProctorRun run = this->run(
      "begin; started a One; ended a One passed; started b Two; printf '{\"event\":\"test_en' >&3; kill -KILL $$");
  EXPECT_THAT(statuses(run), testing::ElementsAre(kPassed, kGraderError));
}

TEST_F(RunProctorTest, FiltersLeftInTheEnvironmentDoNotReachTheTests) {
  ::setenv("GTEST_FILTER", "-*", 1);
  const ProctorRun run = this->run(
      "[ -z \"$GTEST_FILTER\" ] || exit 9; begin; started a One; ended a One passed; started b Two; ended b Two "
      "passed; finish 2");
  ::unsetenv("GTEST_FILTER");
  EXPECT_TRUE(run.record.complete) << run.problem;
}

TEST_F(RunProctorTest, MoreEventsThanAnyRunHasAreStopped) {
  const ProctorRun run = this->run("begin; yes '' | tr -d '\\n' >&3 & cat /dev/zero >&3");
  EXPECT_THAT(statuses(run), testing::ElementsAre(kGraderError, kGraderError));
  EXPECT_THAT(run.problem, HasSubstr("64 MiB"));
}

}  // namespace
}  // namespace grader
