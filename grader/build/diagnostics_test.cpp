#include "grader/build/diagnostics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace grader {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class DiagnosticsTest : public testing::Test {
 protected:
  std::vector<SourceFile> files{{"timeout.cpp", "#include \"timeout.hpp\"\nint x = y;\nint main() {}\n"}};
  DiagnosticContext context{"01_timeout", &files, "/course"};
};

TEST_F(DiagnosticsTest, MapsAMessageToTheStudentsLine) {
  const auto all = parse_compiler_output(
      "./timeout.cpp:2:9: error: use of undeclared identifier 'y'\n1 error generated.\n", context);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].severity, "error");
  EXPECT_EQ(all[0].file, "01_timeout/timeout.cpp");
  EXPECT_EQ(all[0].line, 2U);
  EXPECT_EQ(all[0].column, 9U);
  EXPECT_EQ(all[0].message, "use of undeclared identifier 'y'");
  EXPECT_EQ(all[0].source_line, "int x = y;");
}

TEST_F(DiagnosticsTest, ShowsAnErrorInAHeaderAtTheStudentsLineThatLedToIt) {
  const auto all = parse_compiler_output(
      "/course/exercises/kit/aio/task.hpp:7:1: error: bad operands\n"
      "/usr/include/c++/12/string:3:1: note: in instantiation of function 'g' requested here\n"
      "./timeout.cpp:2:5: note: in instantiation of function 'f' requested here\n"
      "/usr/include/c++/12/string:4:1: note: candidate function not viable\n"
      "/usr/include/c++/12/string:9:1: error: bad\n",
      context);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].severity, "error");
  EXPECT_EQ(all[0].file, "01_timeout/timeout.cpp");
  EXPECT_EQ(all[0].line, 2U);
  EXPECT_EQ(all[0].column, 5U);
  EXPECT_EQ(all[0].source_line, "int x = y;");
  EXPECT_EQ(all[0].message, "bad operands (in exercises/kit/aio/task.hpp:7, to which this line leads)");
  EXPECT_EQ(all[1].message, "1 more error comes from this one and is left out");
}

TEST_F(DiagnosticsTest, KeepsAnErrorInAHeaderThatNoLineIsKnownFor) {
  const auto all = parse_compiler_output(
      "/usr/include/c++/12/string:9:1: error: bad\n"
      "./timeout.cpp:2:9: error: use of undeclared identifier 'y'\n",
      context);
  ASSERT_THAT(all, SizeIs(2));
  EXPECT_EQ(all[0].file, "");
  EXPECT_EQ(all[0].message, "string:9: bad");
  EXPECT_EQ(all[1].line, 2U);
}

TEST_F(DiagnosticsTest, SaysWhyTheOnlyCandidateDoesNotFit) {
  const auto all = parse_compiler_output(
      "/usr/include/c++/12/alloc.h:5:1: error: no matching function for call to 'construct_at'\n"
      "./timeout.cpp:2:5: note: in instantiation of function 'f' requested here\n"
      "/usr/include/c++/12/construct.h:9:1: note: candidate template ignored: substitution failure [with T = X]: call "
      "to "
      "deleted constructor of 'X'\n",
      context);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].message, "call to deleted constructor of 'X' (in alloc.h:5, to which this line leads)");
}

TEST_F(DiagnosticsTest, ShowsOneErrorPerLineAndMistake) {
  const auto all = parse_compiler_output(
      "./timeout.cpp:2:9: error: no viable conversion from 'aio::Task<int>' to 'int'\n"
      "./timeout.cpp:2:9: error: no viable conversion from 'aio::Task<int>' to 'int'\n"  // once more: no news
      "./timeout.cpp:2:14: error: invalid operands to binary expression ('aio::Task<int>' and 'int')\n"
      "./timeout.cpp:2:3: error: expected ';'\n",  // another mistake in the same line
      context);
  ASSERT_THAT(all, SizeIs(3));
  EXPECT_THAT(all[0].explanation, HasSubstr("co_await waits for it"));
  EXPECT_EQ(all[1].message, "1 more error comes from this one and is left out");
  EXPECT_EQ(all[2].message, "expected ';'");
  EXPECT_EQ(all[2].explanation, "");
}

TEST_F(DiagnosticsTest, LeavesOutWarningsAboutOtherPeoplesCode) {
  EXPECT_THAT(
      parse_compiler_output("/usr/include/x.h:1:1: warning: old\n./timeout.cpp:1:1: note: included here\n", context),
      IsEmpty());
  EXPECT_THAT(parse_compiler_output("./timeout.cpp:1:1: warning: unused\n", context), SizeIs(1));
}

TEST_F(DiagnosticsTest, NeutralisesTerminalEscapes) {
  files[0].content = "\x1b[31m\n";
  const auto all = parse_compiler_output("./timeout.cpp:1:1: error: \x1b]0;evil\x07 and \xff\n", context);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_EQ(all[0].message, "\\x1b]0;evil\\x07 and \\xff");
  EXPECT_EQ(all[0].source_line, "\\x1b[31m");
}

TEST_F(DiagnosticsTest, AnnouncesWhatItLeavesOut) {
  std::string output;
  for (int i = 0; i < 60; ++i) output += "./timeout.cpp:2:1: warning: w\n";
  const auto all = parse_compiler_output(output, context);
  ASSERT_THAT(all, SizeIs(51));
  EXPECT_EQ(all.back().message, "10 more messages are left out");
}

TEST_F(DiagnosticsTest, ExplainsAMissingFunction) {
  const auto all = parse_linker_output(
      "ld.lld: error: undefined symbol: fetch(std::string)\n>>> referenced by binding.cpp:12\n"
      "clang++: error: linker command failed with exit code 1 (use -v to see invocation)\n",
      context);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_THAT(all[0].message, HasSubstr("'fetch(std::string)' is declared and used, but nothing defines it"));
  EXPECT_THAT(parse_linker_output("/usr/bin/ld: binding.o: undefined reference to `fetch(int)'\n", context)[0].message,
              HasSubstr("'fetch(int)'"));
}

TEST_F(DiagnosticsTest, ExplainsAMainThatIsThereTwiceAndPointsAtIt) {
  const auto all = parse_linker_output(
      "ld.lld: error: duplicate symbol: main\n>>> defined at timeout.cpp:3 (./timeout.cpp:3)\n>>>            "
      "./subject.o:(main)\n"
      ">>> defined at subject_main.cpp:9\n",
      context);
  ASSERT_THAT(all, SizeIs(1));
  EXPECT_THAT(all[0].message, HasSubstr("defines main(), and the course brings its own"));
  EXPECT_EQ(all[0].file, "01_timeout/timeout.cpp");
  EXPECT_EQ(all[0].line, 3U);
  EXPECT_EQ(all[0].source_line, "int main() {}");
}

TEST_F(DiagnosticsTest, TellsAFaultOfTheInstallationFromWhatAStudentWrote) {
  EXPECT_THAT(installation_fault(
                  "fatal error: file 'a.hpp' has been modified since the precompiled header 'k.pch' was built\n"),
              HasSubstr("precompiled header"));
  EXPECT_THAT(installation_fault("ld.lld: error: cannot open libaio.a: No such file or directory\n"),
              HasSubstr("libaio.a"));
  EXPECT_THAT(installation_fault("bwrap: Can't find source path /root/x: Permission denied\n"), HasSubstr("/root/x"));
  EXPECT_THAT(installation_fault("./timeout.cpp:1:2: error: precompiled header\n"), IsEmpty());
}

}  // namespace
}  // namespace grader
