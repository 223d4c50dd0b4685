// End to end: hints come one at a time, for the rows that do not pass.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "grader/commands/fake_course.hpp"
#include "grader/commands/student_state.hpp"

namespace grader {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing_help::FakeCourse;

class HintTest : public testing::Test {
 protected:
  HintTest() {
    course.folder().write("course/exercises/00_alpha/hints.md",
                          "# Hints\n\n## 1. The first row\n\n- What is asked?\n- Read `../kit/aio/aio.hpp`.\n\n"
                          "## 2. The second row\n\n- Who waits?\n");
    course.folder().write("course/exercises/00_alpha/README.md", "# Alpha\n\nReturn the answer.\n");
  }
  std::string hint() const {
    const auto run = course.grader({"hint", "00"});
    EXPECT_EQ(run.code, 0) << run.output;
    return run.output;
  }
  FakeCourse course;
};

TEST_F(HintTest, ComesOneAtATime) {
  EXPECT_THAT(hint(), AllOf(HasSubstr("The first row"), HasSubstr("What is asked?"), Not(HasSubstr("aio.hpp")),
                            HasSubstr("1 more for this row")));
  EXPECT_THAT(hint(), AllOf(HasSubstr("What is asked?"), HasSubstr("Read `exercises/kit/aio/aio.hpp`."),
                            HasSubstr("the last one for this row")));
  EXPECT_THAT(hint(), AllOf(HasSubstr("The second row"), HasSubstr("Who waits?")));
  EXPECT_THAT(hint(), AllOf(HasSubstr("The first row"), HasSubstr("These were all")));
}

TEST_F(HintTest, IsForARowThatDoesNotPass) {
  course.answer(course.root() / "exercises", "00_alpha", 1);  // the second row fails
  EXPECT_EQ(course.grader({"check", "00"}).code, 1);
  EXPECT_THAT(hint(), AllOf(HasSubstr("The second row"), Not(HasSubstr("The first row"))));
  course.answer(course.root() / "exercises", "00_alpha", 0);
  EXPECT_EQ(course.grader({"check", "00"}).code, 0);
  EXPECT_THAT(hint(), HasSubstr("nothing left to hint at"));
}

TEST_F(HintTest, SetsADamagedStateAside) {
  hint();
  const auto exercises = course.root() / "exercises";
  std::ofstream(state_file(exercises)) << "{\"schema\": \"hangtime/st";
  EXPECT_THAT(hint(), AllOf(HasSubstr("set aside as .hangtime.json.damaged"), HasSubstr("What is asked?")));
  EXPECT_TRUE(std::filesystem::exists(exercises / ".hangtime.json.damaged"));
  EXPECT_THAT(hint(), AllOf(Not(HasSubstr("set aside")), HasSubstr("the last one for this row")));
}

TEST_F(HintTest, NeedsAnExerciseWithHints) {
  EXPECT_EQ(course.grader({"hint"}).code, 2);
  const auto none = course.grader({"hint", "01"});
  EXPECT_EQ(none.code, 2);
  EXPECT_THAT(none.output, HasSubstr("01_beta has no hints"));
}

TEST_F(HintTest, ShowPrintsWhatIsAskedFor) {
  EXPECT_EQ(course.grader({"show", "00"}).output, "# Alpha\n\nReturn the answer.\n");
  EXPECT_EQ(course.grader({"show", "01"}).code, 2);
}

}  // namespace
}  // namespace grader
