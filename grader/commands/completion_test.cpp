// End to end, and in a real shell: what is proposed while a command is typed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/build/text.hpp"
#include "grader/commands/fake_course.hpp"

namespace grader {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing_help::FakeCourse;

class CompletionTest : public testing::Test {
 protected:
  std::vector<std::string> proposed(std::vector<std::string> words) const {
    words.insert(words.begin(), {"complete-words", "--"});
    return lines_of(course.grader(std::move(words)).output);
  }
  static std::vector<std::string> lines_of(const std::string& text) {
    std::vector<std::string> lines;
    std::istringstream in(text);
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }
  FakeCourse course;
};

TEST_F(CompletionTest, ProposesCommandsThenExercisesThenOptions) {
  EXPECT_THAT(proposed({""}), Contains("watch"));
  EXPECT_THAT(proposed({""}), Not(Contains("complete-words")));
  EXPECT_THAT(proposed({"gra"}), ElementsAre("grade"));
  EXPECT_THAT(proposed({"check", ""}), ElementsAre("00_alpha", "01_beta", "02_gamma"));
  EXPECT_THAT(proposed({"check", "00_alpha", "01"}), ElementsAre("01_beta"));
  EXPECT_THAT(proposed({"check", "--fr"}), ElementsAre("--fresh"));
  EXPECT_THAT(proposed({"check", "--"}), Not(Contains("--patience")));
}

TEST_F(CompletionTest, ProposesValues) {
  EXPECT_THAT(proposed({"check", "--isolation", ""}), ElementsAre("A", "A+", "B", "B-", "C"));
  EXPECT_THAT(proposed({"try", "01", "--fault", "hang_m"}),
              ElementsAre("hang_mid_body", "hang_mid_headers", "hang_mid_status"));
  EXPECT_THAT(proposed({"grade", "--exercise", "02"}), ElementsAre("02_gamma"));
  EXPECT_THAT(proposed({"completions", "z"}), ElementsAre("zsh"));
}

TEST_F(CompletionTest, LeavesFilesToTheShell) {
  EXPECT_THAT(proposed({"grade", ""}), IsEmpty());
  EXPECT_THAT(proposed({"grade", "x", "--out", ""}), IsEmpty());
}

TEST_F(CompletionTest, WorksInBash) {
  const auto program = course.folder().write(
      "hangtime", "#!/bin/sh\nexec " GRADER_PROGRAM " --toolchain " + course.toolchain().string() + " \"$@\"\n", true);
  const std::string script = "cd '" + course.folder().path().string() +
                             "' && source <(./hangtime completions bash) && "
                             "COMP_WORDS=(./hangtime check 01) COMP_CWORD=2 && _hangtime && echo \"${COMPREPLY[@]}\" "
                             "&& complete -p ./hangtime";
  const ProcessResult run = run_process({.program = "/bin/bash",
                                         .arguments = {"-c", script},
                                         .environment = {"PATH=/usr/bin:/bin"},
                                         .folder = course.folder().path(),
                                         .on_events = {}},
                                        {}, Interruption());
  EXPECT_EQ(run.code, 0) << run.output;
  EXPECT_THAT(lines_of(run.output), Contains("01_beta"));
  EXPECT_THAT(run.output, HasSubstr("complete -o default -F _hangtime ./hangtime"));
}

TEST_F(CompletionTest, KnowsItsShells) {
  for (const char* shell : {"zsh", "fish"})
    EXPECT_THAT(course.grader({"completions", shell}).output, HasSubstr("complete-words --")) << shell;
  EXPECT_EQ(course.grader({"completions", "tcsh"}).code, 2);
}

}  // namespace
}  // namespace grader
