// End to end: mutants of small references, graded for real.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "grader/commands/fake_course.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using testing::AllOf;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
using testing_help::FakeCourse;
using testing_help::GraderRun;

// Two mutants: the one that answers 1 is caught, and `unused` may be anything.
constexpr const char* kOneHole = R"x(int answer();
[[maybe_unused]] static bool unused = true;
int answer() { return 0; }
)x";

class VerifyMutantsTest : public testing::Test {
 protected:
  VerifyMutantsTest() {
    reference(FakeCourse::source(0));
    for (const char* name : {"right/one.cpp", "right/two.cpp"})
      course.folder().write("course/solutions/00_alpha/" + std::string(name), FakeCourse::source(0));
  }
  void reference(const std::string& text) const { course.folder().write("course/solutions/00_alpha/alpha.cpp", text); }
  void equivalents(const std::string& text) const {
    course.folder().write("course/solutions/00_alpha/mutants.json", text);
  }
  GraderRun verify(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"verify", "--mutants", "--patience", "20"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return course.grader(arguments);
  }

  FakeCourse course{{"00_alpha"}};
};

TEST_F(VerifyMutantsTest, AllAreCaught) {
  const GraderRun run = verify();
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("exercise  mutants  does not compile   caught  equivalent  survive     rate\n"
                                    "00_alpha        1                 0        1           0        0  100.0 %\n"));
  EXPECT_THAT(run.output, AllOf(HasSubstr("  first          0      0\n"), HasSubstr("  second         1      1\n")));
  EXPECT_THAT(run.output, HasSubstr("1 exercise, 1 mutant, "));
}

TEST_F(VerifyMutantsTest, ASurvivorIsShownAsADifference) {
  reference(kOneHole);
  const GraderRun run = verify();
  EXPECT_EQ(run.code, 1) << run.output;
  EXPECT_THAT(run.output, HasSubstr("solutions/00_alpha/alpha.cpp:2:39: boolean: true becomes false\n"
                                    "    - [[maybe_unused]] static bool unused = true;\n"
                                    "    + [[maybe_unused]] static bool unused = false;\n"));
}

TEST_F(VerifyMutantsTest, TheRateThatIsAskedForDecides) {
  reference(kOneHole);
  EXPECT_EQ(verify({"--rate", "99"}).code, 1);
  EXPECT_EQ(verify({"--rate", "50"}).code, 0);
}

TEST_F(VerifyMutantsTest, AnEquivalentDoesNotCount) {
  reference(kOneHole);
  equivalents(
      R"([{"kind": "boolean", "line": "[[maybe_unused]] static bool unused = true;", "reason": "nobody reads it"}])");
  const GraderRun run = verify({"--json"});
  EXPECT_EQ(run.code, 0) << run.output;
  const json report = run.json();
  ASSERT_TRUE(report.is_object()) << run.output;
  EXPECT_EQ(report["schema"], "hangtime/mutants/1");
  const json& exercise = report["exercises"][0];
  EXPECT_EQ(exercise["rate"], 100.0);
  EXPECT_THAT(exercise["survivors"], IsEmpty());
  ASSERT_THAT(exercise["equivalents"], SizeIs(1));
  EXPECT_EQ(exercise["equivalents"][0]["reason"], "nobody reads it");
  EXPECT_EQ(exercise["criteria"][1]["id"], "second");
}

TEST_F(VerifyMutantsTest, AnEquivalentThatMeansNothingIsAnError) {
  equivalents("[\n  {\"kind\": \"drop_move\", \"reason\": \"copies are as good\"}\n]\n");
  const GraderRun run = verify();
  EXPECT_EQ(run.code, 1) << run.output;
  EXPECT_THAT(run.output, HasSubstr("solutions/00_alpha/mutants.json:2: no surviving mutant is meant by this entry"));
  equivalents("[{]");
  EXPECT_THAT(verify().output, HasSubstr("solutions/00_alpha/mutants.json:1: "));
}

TEST_F(VerifyMutantsTest, WhatDoesNotCompileDoesNotCount) {
  reference(
      "int answer();\nstatic int f(int* p) { return p == nullptr ? 0 : 1; }\nint answer() { return f(nullptr); }\n");
  const json exercise = verify({"--json", "--rate", "0"}).json()["exercises"][0];
  EXPECT_GT(exercise["mutants"], 2);
  EXPECT_EQ(exercise["mutants"].get<int>(), exercise["does_not_compile"].get<int>() + exercise["caught"].get<int>() +
                                                static_cast<int>(exercise["survivors"].size()));
}

TEST_F(VerifyMutantsTest, AReferenceThatDoesNotPassSaysNothingOfItsMutants) {
  reference(FakeCourse::source(1));
  const GraderRun run = verify();
  EXPECT_EQ(run.code, 1) << run.output;
  EXPECT_THAT(run.output, HasSubstr("solutions/00_alpha/alpha.cpp: second.Three: is lost by a correct solution"));
}

TEST_F(VerifyMutantsTest, AnErrorOfOursIsNoVerdict) {
  // Answers 6 where it is changed: the proctor ends without any event.
  reference("int answer();\nint answer() { return true ? 0 : 6; }\n");
  const GraderRun run = verify();
  EXPECT_EQ(run.code, 3) << run.output;
  EXPECT_THAT(run.output, HasSubstr("grader error: "));
}

TEST_F(VerifyMutantsTest, ASampleIsDrawnByTheSeed) {
  reference("int answer();\nint answer() {\n  int x = 7;\n  x = 3;\n  x = 4;\n  x = 5;\n  return x - x;\n}\n");
  const auto drawn = [&](const std::string& seed) {
    const json report = verify({"--json", "--rate", "0", "--sample", "3", "--seed", seed}).json();
    EXPECT_EQ(report["exercises"][0]["mutants"], 3) << report;
    EXPECT_EQ(report["exercises"][0]["sampled"], true);
    return report["exercises"][0]["survivors"];
  };
  EXPECT_EQ(drawn("1"), drawn("1"));
}

TEST_F(VerifyMutantsTest, AnExerciseWithoutASourceIsSkippedVisibly) {
  const fs::path manifest = course.root() / "exercises/00_alpha/exercise.json";
  json text = json::parse(testing_help::read_file(manifest));
  text["files"]["edit"] = {"answers.json"};
  course.folder().write(manifest, text.dump());
  course.folder().write("course/exercises/00_alpha/answers.json", "{}\n");
  const GraderRun run = verify();
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(run.output, HasSubstr("00_alpha  skipped: answers.json is no C++ source\n"));
}

TEST_F(VerifyMutantsTest, OptionsThatDoNotGoTogetherAreRefused) {
  EXPECT_EQ(verify({"--repeat", "2"}).code, 2);
  EXPECT_EQ(course.grader({"verify", "--rate", "90"}).code, 2);
  EXPECT_EQ(verify({"--sample", "0"}).code, 2);
}

TEST_F(VerifyMutantsTest, TheCourseNeedNotBeVerifiedFirst) {
  fs::remove_all(course.root() / "solutions/00_alpha/wrong");
  EXPECT_THAT(verify().output, Not(HasSubstr("at least 5 are needed")));
}

}  // namespace
}  // namespace grader
