// A real proctor on the way that grading takes, whose own tests try to get out (grader/proctor/locked_in_test.cpp).

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/build/run_proctor.hpp"
#include "grader/build/test_support.hpp"
#include "grader/sandbox/ladder.hpp"

namespace grader {
namespace {

class LockedInProctor : public testing::Test {
 protected:
  void SetUp() override {
    isolation = sandbox::choose_isolation({.visible = {HANGTIME_TRANSPORT}, .only = {}});
    if (!isolation.confinement.lock_in) GTEST_SKIP() << "needs level B- and a kernel with Landlock";
    exercise.id = "locked_in";
    parts.proctor = HANGTIME_LOCKED_IN_PROCTOR;
  }
  std::vector<std::string> failed(const sandbox::Confinement& confinement) const {
    return failed(
        confinement, HANGTIME_SPECIMEN,
        {{"locked_in", "StartsOneSubjectAfterTheOther"}, {"locked_in", "OpensNoFile"}, {"locked_in", "OpensNoSocket"}});
  }
  std::vector<std::string> failed(const sandbox::Confinement& confinement, const std::filesystem::path& subject,
                                  std::vector<TestName> tests) const {
    std::vector<std::string> names;
    for (const TestResult& test : results(confinement, subject, std::move(tests))) {
      if (test.status != TestStatus::kPassed) names.push_back(test.test.name);
    }
    return names;
  }
  std::vector<TestResult> results(const sandbox::Confinement& confinement, const std::filesystem::path& subject,
                                  std::vector<TestName> tests) const {
    const testing_help::TempFolder folder;
    const ProctorRun run = run_proctor({.exercise = exercise,
                                        .parts = parts,
                                        .planned = std::move(tests),
                                        .all_tests = false,
                                        .subject = subject,
                                        .folder = folder.path(),
                                        .seed = 7,
                                        .confinement = confinement},
                                       interruption);
    EXPECT_EQ(run.problem, "");
    return run.record.tests;
  }

  sandbox::Isolation isolation;
  Exercise exercise;
  ToolchainExercise parts;
  Interruption interruption;
};

TEST_F(LockedInProctor, ServesSubjectsAndOpensNothing) {
  EXPECT_THAT(failed(isolation.confinement), testing::ElementsAre());
}

TEST_F(LockedInProctor, NeedsNoSubject) {
  EXPECT_THAT(failed(isolation.confinement, "", {{"locked_in_alone", "OpensNoFile"}}), testing::ElementsAre());
}

TEST_F(LockedInProctor, TellsACrashOnceAndWhatItMeans) {
  const auto tests = results(isolation.confinement, HANGTIME_SPECIMEN, {{"locked_in", "LosesItsSubject"}});
  ASSERT_EQ(tests.size(), 1U);
  EXPECT_EQ(tests[0].status, TestStatus::kCrashed);
  EXPECT_THAT(tests[0].got, testing::StartsWith("the program crashed: AddressSanitizer: stack-use-after-return at "));
  EXPECT_THAT(tests[0].got, testing::Not(testing::HasSubstr("\n")));
  EXPECT_THAT(tests[0].message, testing::StartsWith("Something was used after its end"));
  EXPECT_THAT(tests[0].message, testing::EndsWith("until it is over.\nwhy?"));
}

TEST_F(LockedInProctor, CouldOpenThingsOtherwise) {
  sandbox::Confinement confinement = isolation.confinement;
  confinement.lock_in = false;
  EXPECT_THAT(failed(confinement), testing::ElementsAre("OpensNoFile", "OpensNoSocket"));
}

}  // namespace
}  // namespace grader
