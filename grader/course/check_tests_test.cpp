#include "grader/course/check_tests.hpp"

#include <gtest/gtest.h>

#include "grader/course/load.hpp"
#include "grader/course/temp_course.hpp"

namespace grader {
namespace {

using testing_help::TempCourse;
using Tests = std::map<std::string, std::vector<TestName>>;

const Tests kComplete = {{"00_hello", {{"says_hello", "A"}}}, {"01_timeout", {{"times_out", "A"}, {"gives_up", "B"}}}};

std::string problems_of(const Tests& tests) {
  const TempCourse files;
  std::string text;
  for (const Problem& problem : check_tests(load_course(files.root()), tests)) text += render(problem);
  return text;
}

TEST(CheckTests, FindsNothingWhereRubricAndTestsAgree) { EXPECT_EQ(problems_of(kComplete), ""); }

TEST(CheckTests, PointsAtACriterionThatNothingProves) {
  Tests tests = kComplete;
  tests["01_timeout"].pop_back();
  EXPECT_EQ(problems_of(tests),
            "exercises/01_timeout/exercise.json:10:12: no hidden test proves the criterion \"gives_up\"; add a test "
            "suite of that "
            "name\n"
            "        {\"id\": \"gives_up\", \"points\": 3, \"text\": \"gives up\", \"needs\": [\"times_out\"]}\n"
            "               ^\n");
}

TEST(CheckTests, NamesASuiteThatBelongsToNoCriterionOnce) {
  Tests tests = kComplete;
  tests["01_timeout"].push_back({"give_up", "AtOnce"});
  tests["01_timeout"].push_back({"give_up", "Later"});
  EXPECT_EQ(problems_of(tests),
            "exercises/01_timeout/exercise.json: the hidden test give_up.AtOnce belongs to no criterion; did you mean "
            "\"gives_up\"?\n");
}

TEST(CheckTests, NamesExercisesWithoutTestsAndTestsWithoutExercise) {
  EXPECT_EQ(
      problems_of({{"00_hello", {{"says_hello", "A"}}}, {"01_timeouts", {{"times_out", "A"}}}}),
      "exercises/01_timeout/exercise.json: the exercise \"01_timeout\" has no hidden tests\n"
      "exercises/course.json: there are hidden tests for \"01_timeouts\", which the course does not list; did you mean "
      "\"01_timeout\"?\n");
}

}  // namespace
}  // namespace grader
