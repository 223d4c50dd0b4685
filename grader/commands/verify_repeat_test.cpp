#include "grader/commands/verify_repeat.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class CompareRunsTest : public testing::Test {
 protected:
  // "pp", "fn", "gp" and the like (passed, failed, not run, grader error): the statuses of the tests One and Two of the criterion `first`.
  ExerciseScore run(const std::string& statuses) {
    RunRecord record;
    record.complete = true;
    for (std::size_t i = 0; i < statuses.size(); ++i) {
      TestResult test;
      test.test = {"first", i == 0 ? "One" : "Two"};
      test.status = statuses[i] == 'p'   ? TestStatus::kPassed
                    : statuses[i] == 'g' ? TestStatus::kGraderError
                    : statuses[i] == 'n' ? TestStatus::kNotRun
                                         : TestStatus::kFailed;
      if (statuses[i] != 'p') test.message = "why it\nfailed";
      record.tests.push_back(std::move(test));
    }
    BuildResult built;
    built.status = BuildResult::Status::kBuilt;
    return score(exercise_, built, record);
  }
  std::vector<Deviation> compare(const std::vector<std::string>& runs) {
    std::vector<ExerciseScore> scores;
    for (const std::string& statuses : runs) scores.push_back(run(statuses));
    return compare_runs("a.cpp", scores, 100);
  }
  CompareRunsTest() {
    Criterion first;
    first.id = "first";
    first.points = 2;
    exercise_.criteria = {first};
  }
  Exercise exercise_;
};

TEST_F(CompareRunsTest, FindsNothingWhereAllRunsAgree) {
  EXPECT_THAT(compare({"pp", "pp", "pp"}), IsEmpty());
  EXPECT_THAT(compare({"pf", "pf"}), IsEmpty());
  EXPECT_THAT(compare({}), IsEmpty());
}

TEST_F(CompareRunsTest, NamesTheTestTheSeedAndHowManyDiffer) {
  const auto found = compare({"pp", "pp", "pf", "pp", "pf"});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].file, "a.cpp");
  EXPECT_EQ(found[0].criterion, "first");
  EXPECT_EQ(found[0].test, "Two");
  EXPECT_EQ(found[0].message,
            "differs in 2 of 5 runs: failed with seed 102, else passed; the test failed: why it failed");
}

TEST_F(CompareRunsTest, TakesWhatMostRunsSayForUsual) {
  const auto found = compare({"pp", "ff", "ff"});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].message, HasSubstr("differs in 1 of 3 runs: passed with seed 100, else failed"));
}

TEST_F(CompareRunsTest, NamesWhatBrokeInTheGraderBeforeWhatDidNotRunBecauseOfIt) {
  const auto found = compare({"pp", "ng", "pp"});
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_EQ(found[0].test, "Two");
  EXPECT_THAT(found[0].message, HasSubstr("the test grader_error: why it failed"));
}

TEST_F(CompareRunsTest, ComparesPointsToo) {
  exercise_.criteria[0].partial = true;
  exercise_.criteria[0].points = 3;
  EXPECT_THAT(compare({"pf", "ff"}), SizeIs(1));
}

}  // namespace
}  // namespace grader
