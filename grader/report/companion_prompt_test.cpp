#include "grader/report/companion_prompt.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <set>

#include "grader/report/companion_question.hpp"
#include "grader/report/sample.hpp"

namespace grader {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing_help::sample_course;

class CompanionPromptTest : public testing::Test {
 protected:
  CompanionPromptTest() {
    facts.course = &sample_course();
    facts.exercise = &facts.course->exercises[1];
    facts.task = "# A limit on a fetch\n\nFetch it within the limit.\n";
    facts.contract = {{"timeout.hpp", "#pragma once\n"}};
    facts.work = {{"timeout.cpp", "// my own lines\n"}};
    result = score(*facts.exercise, testing_help::built(), testing_help::timeout_run());
    facts.score = &result;
  }
  PromptFacts facts;
  ExerciseScore result;
};

TEST_F(CompanionPromptTest, HasTheTaskTheCodeTheFailureAndAQuestion) {
  const CompanionPrompt prompt = write_companion_prompt(facts);
  EXPECT_EQ(prompt.row, 1U);
  EXPECT_THAT(prompt.text,
              AllOf(HasSubstr("Do not write the solution"), HasSubstr("# The exercise: 01_timeout, A limit on a fetch"),
                    HasSubstr("What I am to learn by it: Put a limit on every wait."),
                    HasSubstr("Fetch it within the limit."), HasSubstr("## The contract: timeout.hpp"),
                    HasSubstr("## My work: timeout.cpp\n\n```cpp\n// my own lines\n```")));
  EXPECT_THAT(
      prompt.text,
      AllOf(HasSubstr("my code throws TimeoutError when the server hangs. It does not pass."),
            HasSubstr("case:\nwhen the server hangs in the middle of the body"),
            HasSubstr("expected:\nTimeoutError after 200 ms"), HasSubstr("got:\nno answer; the code waits for ever"),
            HasSubstr("- 01_timeout/timeout.cpp:9: coroutine 'fetch' was never awaited"),
            HasSubstr("0 ms  request fault=hang_mid_body id=2 path=/slow\n"),
            HasSubstr("# My question\n\nAsk me what each line of my code that matters for this row does")));
}

TEST_F(CompanionPromptTest, AsksAboutTheRowThatWasPicked) {
  facts.row = 0;
  EXPECT_THAT(write_companion_prompt(facts).text, AllOf(HasSubstr("arrives within the limit. It passes."),
                                                        Not(HasSubstr("the server hangs in the middle"))));
  facts.row = 2;
  EXPECT_THAT(write_companion_prompt(facts).text, HasSubstr("It is judged only when another row passes"));
}

TEST_F(CompanionPromptTest, BeginsWithTheFirstCompilerErrors) {
  result = score(*facts.exercise, testing_help::not_compiling(), {});
  EXPECT_THAT(write_companion_prompt(facts).text,
              AllOf(HasSubstr("no member named 'gett' in 'aio::HttpClient'"), HasSubstr("[… 3 more errors …]"),
                    HasSubstr("My code does not compile yet.")));
}

TEST_F(CompanionPromptTest, IsBounded) {
  facts.task = std::string(500'000, 't');
  facts.work = {{"a.cpp", std::string(500'000, 'a')}, {"b.cpp", std::string(500'000, 'b')}};
  result.criteria[1].tests[0].got = std::string(500'000, 'g');
  for (int i = 0; i < 10'000; ++i) result.criteria[1].tests[0].timeline.push_back({{"at_ms", i}, {"what", "tick"}});
  const std::string text = write_companion_prompt(facts).text;
  EXPECT_LT(text.size(), 50'000U);
  EXPECT_THAT(text, AllOf(HasSubstr("bytes left out …]"), HasSubstr("events left out …]"), HasSubstr("9999 ms  tick")));
}

TEST_F(CompanionPromptTest, AsksAnotherQuestionAtEachLevelAndInEachState) {
  std::set<std::string> questions;
  std::size_t asked = 0;
  for (const char* bloom : {"remember", "understand", "apply", "analyse", "evaluate", "create"}) {
    for (const WorkState state : {WorkState::kNotChecked, WorkState::kRowFails, WorkState::kAllPasses}) {
      questions.insert(companion_question(bloom, Kind::kImplement, state));
      ++asked;
    }
  }
  EXPECT_EQ(questions.size(), asked);
  EXPECT_EQ(companion_question("", Kind::kImplement, WorkState::kRowFails),
            companion_question("apply", Kind::kImplement, WorkState::kRowFails));
  EXPECT_THAT(companion_question("apply", Kind::kDebug, WorkState::kRowFails), HasSubstr("came to me with mistakes"));
}

}  // namespace
}  // namespace grader
