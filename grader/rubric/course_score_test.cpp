#include "grader/rubric/course_score.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

Exercise exercise_of(std::string id, int points, std::string objective = "timeouts", Tier tier = Tier::kCore) {
  Exercise exercise;
  exercise.id = std::move(id);
  exercise.objective = std::move(objective);
  exercise.skills = {"limits"};
  exercise.tier = tier;
  exercise.criteria = {{.id = "first", .text = "does the first", .points = points, .needs = {}}};
  return exercise;
}

Course course_of(std::vector<Exercise> exercises) {
  Course course;
  course.id = "small";
  course.objectives = {{"timeouts", "Limit", "B1", "apply", "Code"}, {"futures", "Wait", "B1", "understand", "Talk"}};
  course.skills = {{"limits", "Limits", "B1", "apply", "Limits", "technical", ""}};
  course.exercises = std::move(exercises);
  course.mastery_threshold = 0.8;
  course.remedial = {{"timeouts", "Go back", {"00_hello"}}};
  course.extension = {{"timeouts", "Go on", {}}};
  return course;
}

/// Scores given by hand: what sum_up makes of them is the question here.
ExerciseScore scored(const Exercise& exercise, ExerciseStatus status, int earned, int undecided = 0) {
  ExerciseScore score;
  score.exercise = &exercise;
  score.status = status;
  score.possible = exercise.possible();
  score.earned = earned;
  score.undecided = undecided;
  score.complete = status != ExerciseStatus::kGraderError;
  const bool passed = status == ExerciseStatus::kPassed;
  score.criteria.emplace_back();
  score.criteria[0].criterion = &exercise.criteria[0];
  score.criteria[0].status = passed ? CriterionStatus::kPassed : CriterionStatus::kFailed;
  return score;
}

std::string next_of(const CourseScore& score) {
  std::string text;
  for (const Recommendation& each : score.next) {
    text += (text.empty() ? "" : "; ") + std::string(to_string(each.kind)) + ' ' + each.exercise + ": " + each.why;
  }
  return text;
}

using enum ExerciseStatus;

const Course kCourse =
    course_of({exercise_of("00_hello", 0, ""), exercise_of("01_timeout", 6), exercise_of("02_fallback", 4),
               exercise_of("20_more", 3, "timeouts", Tier::kExtension)});
const Exercise& kHello = kCourse.exercises[0];
const Exercise& kTimeout = kCourse.exercises[1];
const Exercise& kFallback = kCourse.exercises[2];
const Exercise& kMore = kCourse.exercises[3];

TEST(SumUp, ExtensionsAreABonusOnTop) {
  const CourseScore all =
      sum_up(kCourse, {scored(kTimeout, kPassed, 6), scored(kFallback, kFailed, 0), scored(kMore, kPassed, 3)});
  EXPECT_EQ(all.totals.earned, 6);
  EXPECT_EQ(all.totals.possible, 10);
  EXPECT_EQ(all.totals.bonus, 3);
  EXPECT_EQ(all.totals.percent(), 60);
  EXPECT_EQ(all.objectives[0].standing.possible, 10) << "an extension is not needed for mastery";
  EXPECT_FALSE(all.all_passed());
}

TEST(SumUp, MasteryIsSaidOnlyWhenItIsKnown) {
  const auto mastery = [](std::vector<ExerciseScore> scores) {
    return sum_up(kCourse, std::move(scores)).objectives[0].standing.mastered;
  };
  EXPECT_EQ(mastery({scored(kTimeout, kPassed, 6), scored(kFallback, kPartial, 2)}), true) << "8 of 10 are 0.8";
  EXPECT_EQ(mastery({scored(kTimeout, kPassed, 6), scored(kFallback, kPartial, 1)}), false);
  EXPECT_EQ(mastery({scored(kTimeout, kPassed, 6)}), std::nullopt) << "one exercise of the objective was not graded";
  EXPECT_EQ(mastery({scored(kTimeout, kPassed, 6), scored(kFallback, kGraderError, 0, 4)}), std::nullopt);
  EXPECT_EQ(mastery({scored(kTimeout, kPartial, 1), scored(kFallback, kGraderError, 0, 4)}), false)
      << "5 of 10 at best";
  EXPECT_EQ(sum_up(kCourse, {}).objectives[1].standing.mastered, std::nullopt) << "no exercise serves it";
}

TEST(SumUp, SkillsAddUpOverTheExercisesThatTrainThem) {
  const CourseScore all =
      sum_up(kCourse, {scored(kHello, kPassed, 0), scored(kTimeout, kPassed, 6), scored(kFallback, kPassed, 4)});
  EXPECT_EQ(all.skills[0].standing.earned, 10);
  EXPECT_EQ(all.skills[0].standing.mastered, true);
}

TEST(SumUp, TheNextExerciseIsTheFirstThatIsNotPassed) {
  EXPECT_EQ(next_of(sum_up(kCourse, {scored(kHello, kPassed, 0), scored(kTimeout, kPartial, 4),
                                     scored(kFallback, kNotStarted, 0)})),
            "continue 01_timeout: still to do: does the first");
  EXPECT_EQ(next_of(sum_up(kCourse, {scored(kHello, kPassed, 0), scored(kTimeout, kPassed, 6),
                                     scored(kFallback, kNotStarted, 0)})),
            "continue 02_fallback: it comes next");
  EXPECT_EQ(next_of(sum_up(kCourse, {scored(kTimeout, kBuildFailed, 0)})),
            "continue 01_timeout: it does not compile yet");
  EXPECT_EQ(next_of(sum_up(kCourse, {scored(kTimeout, kPassed, 6)})), "continue 02_fallback: it comes next")
      << "past the last one that was graded";
  EXPECT_EQ(next_of(sum_up(kCourse, {scored(kTimeout, kGraderError, 0, 6)})),
            "continue 01_timeout: the grader could not finish this exercise; grade it again");
}

TEST(SumUp, AWeakObjectiveIsSentBackByWhatWasAttemptedAlone) {
  EXPECT_EQ(next_of(sum_up(kCourse, {scored(kTimeout, kPartial, 2), scored(kFallback, kNotStarted, 0)})),
            "continue 01_timeout: still to do: does the first; remedial 00_hello: Go back");
  EXPECT_EQ(next_of(sum_up(kCourse, {scored(kHello, kPassed, 0), scored(kTimeout, kPartial, 2)})),
            "continue 01_timeout: still to do: does the first; remedial : Go back")
      << "the exercise it names is passed, the advice stands";
}

TEST(SumUp, APathNamesItsPageOnce) {
  Course course = kCourse;
  course.remedial = {{"timeouts", "Go back", {"00_hello", "02_fallback"}, "remedial/timeouts.md"}};
  const CourseScore all = sum_up(course, {scored(kTimeout, kPartial, 1)});
  ASSERT_EQ(all.next.size(), 3U);
  EXPECT_EQ(all.next[1].page, "remedial/timeouts.md");
  EXPECT_EQ(all.next[2].page, "");
}

TEST(SumUp, AMasteredObjectiveOpensNewGround) {
  EXPECT_EQ(next_of(sum_up(kCourse,
                           {scored(kHello, kPassed, 0), scored(kTimeout, kPassed, 6), scored(kFallback, kPassed, 4)})),
            "extension : Go on");
}

TEST(SumUp, OneIncompleteExerciseMakesTheWholeIncomplete) {
  EXPECT_FALSE(sum_up(kCourse, {scored(kTimeout, kGraderError, 0, 6), scored(kFallback, kPassed, 4)}).complete);
  EXPECT_TRUE(sum_up(kCourse, {scored(kTimeout, kFailed, 0)}).complete);
}

}  // namespace
}  // namespace grader
