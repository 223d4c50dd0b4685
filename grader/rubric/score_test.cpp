#include <gtest/gtest.h>

#include <random>

#include "grader/rubric/rubric.hpp"

namespace grader {
namespace {

using enum TestStatus;

Exercise exercise_of(std::vector<Criterion> criteria) {
  Exercise exercise;
  exercise.id = "01_timeout";
  exercise.criteria = std::move(criteria);
  return exercise;
}

RunRecord run_of(const std::vector<std::pair<std::string, std::vector<TestStatus>>>& statuses) {
  RunRecord run;
  run.complete = true;
  for (const auto& [criterion, list] : statuses) {
    for (std::size_t i = 0; i < list.size(); ++i) {
      TestResult result;
      result.test = {criterion, "Test" + std::to_string(i)};
      result.status = list[i];
      run.tests.push_back(result);
    }
  }
  return run;
}

const BuildResult kBuilt{BuildResult::Status::kBuilt, {}, ""};

std::string summary(const ExerciseScore& score) {
  std::string text = std::string(to_string(score.status)) + (score.complete ? "" : " incomplete");
  for (const CriterionScore& row : score.criteria) {
    text += ", " + row.criterion->id + " " + std::string(to_string(row.status)) + " " + std::to_string(row.earned);
    if (row.undecided > 0) text += " open " + std::to_string(row.undecided);
    if (!row.waits_for.empty()) text += " waits for " + row.waits_for;
  }
  return text;
}

std::string judged(const std::vector<Criterion>& criteria,
                   const std::vector<std::pair<std::string, std::vector<TestStatus>>>& statuses) {
  const Exercise exercise = exercise_of(criteria);
  return summary(score(exercise, kBuilt, run_of(statuses)));
}

Criterion row(std::string id, int points, std::vector<std::string> needs = {}, bool partial = false) {
  return {.id = std::move(id), .text = "text", .points = points, .partial = partial, .needs = std::move(needs)};
}

TEST(Score, ARowIsEarnedWhenAllItsTestsPass) {
  EXPECT_EQ(judged({row("a", 2), row("b", 3)}, {{"a", {kPassed, kPassed}}, {"b", {kPassed}}}),
            "passed, a passed 2, b passed 3");
  EXPECT_EQ(judged({row("a", 2), row("b", 3)}, {{"a", {kPassed, kFailed}}, {"b", {kPassed}}}),
            "partial, a failed 0, b passed 3");
  EXPECT_EQ(judged({row("a", 2)}, {{"a", {kCrashed}}}), "failed, a failed 0");
  EXPECT_EQ(judged({row("a", 2)}, {{"a", {kPassed, kTimedOut}}}), "failed, a failed 0");
}

TEST(Score, APartialRowEarnsItsShareRoundedDown) {
  EXPECT_EQ(judged({row("a", 5, {}, true)}, {{"a", {kPassed, kPassed, kFailed}}}), "partial, a partial 3");
  EXPECT_EQ(judged({row("a", 1, {}, true)}, {{"a", {kPassed, kPassed, kFailed}}}), "failed, a failed 0");
  EXPECT_EQ(judged({row("a", 5, {}, true)}, {{"a", {kPassed, kPassed, kPassed}}}), "passed, a passed 5");
}

TEST(Score, ARowIsSkippedUntilWhatItNeedsPasses) {
  const std::vector<Criterion> chain = {row("c", 3, {"b"}), row("b", 2, {"a"}), row("a", 1)};
  EXPECT_EQ(judged(chain, {{"a", {kFailed}}, {"b", {kPassed}}, {"c", {kPassed}}}),
            "failed, c skipped 0 waits for b, b skipped 0 waits for a, a failed 0");
  EXPECT_EQ(judged(chain, {{"a", {kPassed}}, {"b", {kFailed}}, {"c", {kPassed}}}),
            "partial, c skipped 0 waits for b, b failed 0, a passed 1");
  EXPECT_EQ(judged({row("a", 4, {}, true), row("b", 1, {"a"})}, {{"a", {kPassed, kFailed}}, {"b", {kPassed}}}),
            "partial, a partial 2, b skipped 0 waits for a")
      << "half of what is needed is not enough";
}

TEST(Score, AnErrorOfTheGraderLeavesPointsOpenAndLosesNone) {
  EXPECT_EQ(judged({row("a", 2), row("b", 3)}, {{"a", {kPassed, kGraderError}}, {"b", {kPassed}}}),
            "grader_error incomplete, a grader_error 0 open 2, b passed 3");
  EXPECT_EQ(judged({row("a", 2)}, {{"a", {kNotRun}}}), "grader_error incomplete, a not_run 0 open 2");
  EXPECT_EQ(judged({row("a", 2)}, {{"a", {kSkipped}}}), "grader_error incomplete, a not_run 0 open 2");
  EXPECT_EQ(judged({row("a", 6, {}, true)}, {{"a", {kPassed, kFailed, kGraderError}}}),
            "grader_error incomplete, a grader_error 2 open 2");
}

TEST(Score, AFailureDecidesARowWhateverElseBroke) {
  EXPECT_EQ(judged({row("a", 2)}, {{"a", {kFailed, kGraderError}}}), "grader_error incomplete, a failed 0");
}

TEST(Score, ARowWaitsForAnUndecidedOneWithoutLosingPoints) {
  EXPECT_EQ(judged({row("a", 2), row("b", 3, {"a"})}, {{"a", {kGraderError}}, {"b", {kPassed}}}),
            "grader_error incomplete, a grader_error 0 open 2, b not_run 0 open 3 waits for a");
  EXPECT_EQ(judged({row("a", 2), row("b", 3, {"a"})}, {{"a", {kGraderError}}, {"b", {kFailed}}}),
            "grader_error incomplete, a grader_error 0 open 2, b failed 0");
  EXPECT_EQ(judged({row("a", 2), row("x", 1), row("b", 3, {"a", "x"})},
                   {{"a", {kGraderError}}, {"x", {kFailed}}, {"b", {kPassed}}}),
            "grader_error incomplete, a grader_error 0 open 2, x failed 0, b skipped 0 waits for x");
}

TEST(Score, ARowWithoutTestsIsOurMistake) {
  EXPECT_EQ(judged({row("a", 2), row("b", 3)}, {{"b", {kPassed}}}),
            "grader_error incomplete, a grader_error 0 open 2, b passed 3");
}

TEST(Score, ARecordThatBrokeOffIsNotFinalEvenWithAllResults) {
  const Exercise exercise = exercise_of({row("a", 2)});
  RunRecord run = run_of({{"a", {kPassed}}});
  run.complete = false;
  EXPECT_EQ(summary(score(exercise, kBuilt, run)), "grader_error incomplete, a passed 2");
}

TEST(Score, TestsOfNoCriterionAreIgnored) {
  EXPECT_EQ(judged({row("a", 2)}, {{"a", {kPassed}}, {"z", {kFailed}}}), "passed, a passed 2");
}

TEST(Score, ACircleOfNeedsEndsAndCostsNothing) {
  EXPECT_EQ(judged({row("a", 2, {"b"}), row("b", 3, {"a"})}, {{"a", {kPassed}}, {"b", {kPassed}}}),
            "grader_error incomplete, a not_run 0 open 2 waits for b, b grader_error 0 open 3 waits for a");
}

TEST(Score, WithoutAProgramEveryRowIsNotRun) {
  const Exercise exercise = exercise_of({row("a", 2), row("b", 3)});
  const auto with = [&](BuildResult::Status status) { return summary(score(exercise, {status, {}, ""}, {})); };
  EXPECT_EQ(with(BuildResult::Status::kNotStarted), "not_started, a not_run 0, b not_run 0");
  EXPECT_EQ(with(BuildResult::Status::kFailed), "build_failed, a not_run 0, b not_run 0");
  EXPECT_EQ(with(BuildResult::Status::kGraderError),
            "grader_error incomplete, a grader_error 0 open 2, b grader_error 0 open 3");
}

/// A random exercise with a random run of it; every criterion has one to four tests.
struct Sample {
  Exercise exercise;
  RunRecord run;
};

Sample random_sample(std::mt19937& random, const std::vector<TestStatus>& statuses) {
  std::vector<Criterion> criteria;
  std::vector<std::pair<std::string, std::vector<TestStatus>>> tests;
  for (unsigned i = 0; i < 1 + random() % 5; ++i) {
    const std::string id(1, static_cast<char>('a' + i));
    Criterion criterion = row(id, static_cast<int>(random() % 7), {}, random() % 2 == 0);
    if (i > 0 && random() % 2 == 0) criterion.needs.push_back(criteria[random() % i].id);
    criteria.push_back(criterion);
    tests.push_back({id, {}});
    for (unsigned j = 0; j < 1 + random() % 4; ++j) tests.back().second.push_back(statuses[random() % statuses.size()]);
  }
  return {exercise_of(criteria), run_of(tests)};
}

const std::vector<TestStatus> kEvery = {kPassed,   kPassed,  kPassed, kFailed,     kCrashed,
                                        kTimedOut, kSkipped, kNotRun, kGraderError};

TEST(ScoreProperties, EveryTestPassedMeansFullPoints) {
  std::mt19937 random(1);
  for (int i = 0; i < 2'000; ++i) {
    const Sample sample = random_sample(random, {kPassed});
    const ExerciseScore result = score(sample.exercise, kBuilt, sample.run);
    ASSERT_EQ(result.status, ExerciseStatus::kPassed);
    ASSERT_EQ(result.earned, result.possible);
  }
}

TEST(ScoreProperties, PointsAreEarnedLostOrOpenAndOpenOnlyWhenIncomplete) {
  std::mt19937 random(2);
  for (int i = 0; i < 20'000; ++i) {
    const Sample sample = random_sample(random, kEvery);
    const ExerciseScore result = score(sample.exercise, kBuilt, sample.run);
    int earned = 0, undecided = 0;
    for (const CriterionScore& each : result.criteria) {
      ASSERT_GE(each.earned, 0);
      ASSERT_GE(each.undecided, 0);
      ASSERT_LE(each.earned + each.undecided, each.criterion->points);
      earned += each.earned;
      undecided += each.undecided;
    }
    ASSERT_EQ(result.earned, earned);
    ASSERT_EQ(result.undecided, undecided);
    if (result.complete) ASSERT_EQ(undecided, 0);
  }
}

TEST(ScoreProperties, OnePassedTestMoreNeverCostsAPoint) {
  std::mt19937 random(3);
  for (int i = 0; i < 20'000; ++i) {
    Sample sample = random_sample(random, kEvery);
    const ExerciseScore before = score(sample.exercise, kBuilt, sample.run);
    sample.run.tests[random() % sample.run.tests.size()].status = kPassed;
    const ExerciseScore after = score(sample.exercise, kBuilt, sample.run);
    ASSERT_GE(after.earned, before.earned) << summary(before) << " / " << summary(after);
    ASSERT_GE(after.earned + after.undecided, before.earned + before.undecided)
        << summary(before) << " / " << summary(after);
  }
}

TEST(ScoreProperties, WhateverAnErrorOfTheGraderHidesLiesWithinTheOpenPoints) {
  std::mt19937 random(4);
  for (int i = 0; i < 20'000; ++i) {
    Sample sample = random_sample(random, {kPassed, kPassed, kFailed});
    const ExerciseScore truth = score(sample.exercise, kBuilt, sample.run);
    for (TestResult& each : sample.run.tests) {
      if (random() % 3 == 0) each.status = std::vector{kGraderError, kNotRun, kSkipped}[random() % 3];
    }
    const ExerciseScore seen = score(sample.exercise, kBuilt, sample.run);
    ASSERT_LE(seen.earned, truth.earned) << summary(truth) << " / " << summary(seen);
    ASSERT_GE(seen.earned + seen.undecided, truth.earned) << summary(truth) << " / " << summary(seen);
  }
}

Exercise exercise_with_a_manual_row() {
  Exercise exercise =
      exercise_of({{.id = "answers", .text = "answers", .points = 3},
                   {.id = "explains", .text = "explains", .points = 2, .manual_file = "explanation.md"}});
  exercise.optional = {"explanation.md"};
  return exercise;
}

TEST(Score, AManualRowWaitsForAPersonOnTopOfWhatTestsDecide) {
  const Exercise exercise = exercise_with_a_manual_row();
  BuildResult build = kBuilt;
  build.collected = {{"explanation.md", "because"}};
  const ExerciseScore result = score(exercise, build, run_of({{"answers", {kPassed}}}));
  EXPECT_EQ(result.status, ExerciseStatus::kPassed);
  EXPECT_TRUE(result.complete);
  EXPECT_EQ(result.earned, 3);
  EXPECT_EQ(result.possible, 3) << "what a person may give is on top";
  EXPECT_EQ(result.pending_manual, 2);
  ASSERT_EQ(result.criteria.size(), 2U);
  EXPECT_EQ(result.criteria[1].status, CriterionStatus::kPendingManual);
  ASSERT_NE(result.criteria[1].collected, nullptr);
  EXPECT_EQ(result.criteria[1].collected->text, "because");
}

TEST(Score, AManualRowWithoutItsFileCostsNothing) {
  const Exercise exercise = exercise_with_a_manual_row();
  const ExerciseScore result = score(exercise, kBuilt, run_of({{"answers", {kPassed}}}));
  EXPECT_EQ(result.status, ExerciseStatus::kPassed);
  EXPECT_TRUE(result.complete);
  EXPECT_EQ(result.pending_manual, 0);
  EXPECT_EQ(result.criteria.at(1).status, CriterionStatus::kNotHandedIn);
}

TEST(Score, AManualRowWaitsWhateverBecameOfTheProgram) {
  const Exercise exercise = exercise_with_a_manual_row();
  BuildResult build;
  build.status = BuildResult::Status::kFailed;
  build.collected = {{"explanation.md", "because"}};
  const ExerciseScore result = score(exercise, build, {});
  EXPECT_EQ(result.status, ExerciseStatus::kBuildFailed);
  EXPECT_EQ(result.earned, 0);
  EXPECT_EQ(result.pending_manual, 2);
  EXPECT_EQ(result.criteria.at(1).status, CriterionStatus::kPendingManual);
}

TEST(Score, ACopyOfAScoreKeepsWhatWasHandedIn) {
  const Exercise exercise = exercise_with_a_manual_row();
  ExerciseScore copy;
  {
    BuildResult build = kBuilt;
    build.collected = {{"explanation.md", std::string(100, 'x')}};
    const ExerciseScore original = score(exercise, build, run_of({{"answers", {kPassed}}}));
    copy = original;
  }
  EXPECT_EQ(copy.criteria.at(1).collected->text, std::string(100, 'x'));
}

TEST(ScoreProperties, AMissingTestIsNeverALostPoint) {
  std::mt19937 random(5);
  for (int i = 0; i < 5'000; ++i) {
    Sample sample = random_sample(random, {kPassed});
    const std::string gone = sample.run.tests[random() % sample.run.tests.size()].test.criterion;
    std::erase_if(sample.run.tests, [&](const TestResult& each) { return each.test.criterion == gone; });
    const ExerciseScore result = score(sample.exercise, kBuilt, sample.run);
    ASSERT_EQ(result.earned + result.undecided, result.possible);
    ASSERT_FALSE(result.complete);
    ASSERT_EQ(result.status, ExerciseStatus::kGraderError);
  }
}

}  // namespace
}  // namespace grader
