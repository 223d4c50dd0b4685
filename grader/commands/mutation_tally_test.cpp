#include "grader/commands/mutation_tally.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace grader {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;
using Fate = MutantVerdict::Kind;

Exercise two_criteria() {
  Exercise exercise;
  exercise.id = "00_alpha";
  for (const char* id : {"first", "second"}) {
    Criterion criterion;
    criterion.id = id;
    criterion.points = 1;
    exercise.criteria.push_back(criterion);
  }
  return exercise;
}

const Exercise& exercise() {
  static const Exercise kExercise = two_criteria();
  return kExercise;
}

ExerciseScore scored(TestStatus first, TestStatus second, BuildResult::Status built = BuildResult::Status::kBuilt) {
  BuildResult build;
  build.status = built;
  RunRecord run;
  run.complete = true;
  for (const auto& [criterion, status] : {std::pair("first", first), std::pair("second", second)}) {
    TestResult test;
    test.test = {criterion, "One"};
    test.status = status;
    test.message = "why";
    run.tests.push_back(test);
  }
  return score(exercise(), build, run);
}

MutantVerdict judged(TestStatus first, TestStatus second) { return judge_mutant(scored(first, second)); }

TEST(JudgeMutant, IsCaughtByWhateverFails) {
  EXPECT_EQ(judged(TestStatus::kPassed, TestStatus::kPassed).kind, Fate::kSurvives);
  EXPECT_EQ(judged(TestStatus::kPassed, TestStatus::kFailed).kind, Fate::kCaught);
  EXPECT_THAT(judged(TestStatus::kPassed, TestStatus::kFailed).caught_by, ElementsAre("second"));
  EXPECT_THAT(judged(TestStatus::kCrashed, TestStatus::kTimedOut).caught_by, ElementsAre("first", "second"));
}

TEST(JudgeMutant, IsNotCaughtByWhatDidNotRun) {
  const MutantVerdict early = judged(TestStatus::kTimedOut, TestStatus::kNotRun);
  EXPECT_THAT(early.caught_by, ElementsAre("first"));
  EXPECT_FALSE(early.all_known);
  EXPECT_TRUE(judged(TestStatus::kFailed, TestStatus::kPassed).all_known);
}

TEST(JudgeMutant, IsUndecidedAfterAnErrorOfOurs) {
  const MutantVerdict verdict = judged(TestStatus::kPassed, TestStatus::kGraderError);
  EXPECT_EQ(verdict.kind, Fate::kUndecided);
  EXPECT_EQ(verdict.problem, "second.One: why");
  EXPECT_EQ(judged(TestStatus::kFailed, TestStatus::kGraderError).kind, Fate::kCaught);
}

TEST(JudgeMutant, NeedNotCompile) {
  const auto build = [](BuildResult::Status status) {
    return judge_mutant(scored(TestStatus::kNotRun, TestStatus::kNotRun, status)).kind;
  };
  EXPECT_EQ(build(BuildResult::Status::kFailed), Fate::kDoesNotCompile);
  EXPECT_EQ(build(BuildResult::Status::kGraderError), Fate::kUndecided);
}

class TallyTest : public testing::Test {
 protected:
  TallyTest() {
    result_.exercise = &exercise();
    result_.equivalents_file = "mutants.json";
  }
  void add(Fate kind, std::vector<std::string> caught_by = {}, const std::string& mutant_kind = "number") {
    mutation::Mutant mutant;
    mutant.kind = mutant_kind;
    mutant.before = "  x = 7;";
    result_.mutants.push_back(mutant);
    MutantVerdict verdict;
    verdict.kind = kind;
    verdict.caught_by = std::move(caught_by);
    result_.verdicts.push_back(verdict);
  }
  void declare_equivalent(const std::string& kind) { result_.equivalents.push_back({kind, "", "", "reason", 3}); }

  MutationResult result_;
};

TEST_F(TallyTest, CountsWhatEachCriterionCatches) {
  add(Fate::kCaught, {"first", "second"});
  add(Fate::kCaught, {"second"});
  add(Fate::kCaught, {"second"});
  result_.verdicts.back().all_known = false;
  const MutationTally counts = tally(result_);
  ASSERT_THAT(counts.criteria, SizeIs(2));
  EXPECT_EQ(counts.criteria[0].catches, 1u);
  EXPECT_EQ(counts.criteria[0].alone, 0u);
  EXPECT_EQ(counts.criteria[1].catches, 3u);
  EXPECT_EQ(counts.criteria[1].alone, 1u) << "of one, the rest is not known";
}

TEST_F(TallyTest, RatesCaughtAgainstSurviving) {
  for (int i = 0; i < 3; ++i) add(Fate::kCaught, {"first"});
  add(Fate::kSurvives);
  add(Fate::kDoesNotCompile);
  add(Fate::kUndecided);
  const MutationTally counts = tally(result_);
  EXPECT_DOUBLE_EQ(counts.rate, 75);
  EXPECT_EQ(counts.mutants, 6u);
  EXPECT_EQ(counts.does_not_compile, 1u);
  EXPECT_EQ(counts.undecided, 1u);
  EXPECT_THAT(counts.survivors, ElementsAre(3u));
  EXPECT_DOUBLE_EQ(tally(MutationResult{}).rate, 100) << "nothing to catch";
}

TEST_F(TallyTest, LeavesEquivalentsOutOfTheRate) {
  add(Fate::kCaught, {"first"});
  add(Fate::kSurvives, {}, "drop_move");
  declare_equivalent("drop_move");
  const MutationTally counts = tally(result_);
  EXPECT_DOUBLE_EQ(counts.rate, 100);
  EXPECT_EQ(counts.equivalent, 1u);
  EXPECT_THAT(counts.equals, ElementsAre(std::pair(1u, 0u)));
  EXPECT_THAT(counts.survivors, IsEmpty());
  EXPECT_THAT(counts.deviations, IsEmpty());
}

TEST_F(TallyTest, PointsAtAnEquivalentThatMeansNoSurvivor) {
  add(Fate::kCaught, {"first"}, "drop_move");
  declare_equivalent("drop_move");
  MutationTally counts = tally(result_);
  ASSERT_THAT(counts.deviations, SizeIs(1));
  EXPECT_EQ(counts.deviations[0].file, "mutants.json");
  EXPECT_EQ(counts.deviations[0].line, 3u);
  EXPECT_THAT(counts.deviations[0].message, HasSubstr("no surviving mutant"));
  result_.sampled = true;
  EXPECT_THAT(tally(result_).deviations, IsEmpty()) << "it may mean one that was not drawn";
}

TEST(Sample, IsTheSameForTheSameSeed) {
  const auto drawn = sample(100, 10, 7);
  EXPECT_THAT(drawn, SizeIs(10));
  EXPECT_TRUE(std::ranges::is_sorted(drawn));
  EXPECT_EQ(sample(100, 10, 7), drawn);
  EXPECT_NE(sample(100, 10, 8), drawn);
  EXPECT_THAT(sample(3, 10, 7), ElementsAre(0u, 1u, 2u));
}

}  // namespace
}  // namespace grader
