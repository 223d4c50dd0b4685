#include "grader/proctor/fate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

#include <fstream>
#include <iterator>

#include "grader/proctor/sanitizer_report.hpp"

namespace proctor {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

sandbox::Exit exited(int code) { return {code << 8}; }
sandbox::Exit killed(int signal) { return {signal}; }

TEST(Fate, NamesTheLimitThatWasPassed) {
  const auto stopped = [](sandbox::Reason reason) { return fate_of({.status = SIGKILL, .reason = reason}, "", true); };
  EXPECT_EQ(stopped(sandbox::Reason::kMemory).message, "the program was stopped: it used more memory than it may");
  EXPECT_EQ(stopped(sandbox::Reason::kProcesses).message,
            "the program was stopped: it had more processes and threads than it may");
  EXPECT_EQ(stopped(sandbox::Reason::kProcessorTime).kind, Outcome::Kind::kTimedOut);
}

TEST(Fate, NamesTheSignal) {
  const Fate fate = fate_of(killed(SIGSEGV), "", true);
  EXPECT_EQ(fate.kind, Outcome::Kind::kCrashed);
  EXPECT_EQ(fate.message, "the program crashed (Segmentation fault, signal 11)");
}

TEST(Fate, SaysThatAnExitBelongsToTheProgram) {
  EXPECT_EQ(fate_of(exited(0), "[  PASSED  ] 12 tests.", true).message, "the program ended by itself (exit status 0)");
  EXPECT_EQ(fate_of(exited(0), "", false).message,
            "the program ended by itself before the test could begin (exit status 0)");
}

TEST(Fate, QuotesTheSanitizerAndPointsAtTheStudentsLine) {
  const std::string output =
      "==12==ERROR: AddressSanitizer: stack-use-after-return on address 0x7f at pc 0x55 bp 0x7f sp 0x7f\n"
      "READ of size 8 at 0x7f thread T0\n"
      "    #0 0x1 in std::string::size() const /usr/include/c++/12/bits/basic_string.h:1064:16\n"
      "    #1 0x2 in fetch(aio::HttpClient&) (.resume) ./timeout.cpp:12:5\n"
      "    #2 0x3 in aio::detail::Step /somewhere/exercises/kit/aio/run.cpp:12:5\n";
  const Fate fate = fate_of(exited(99), output, true);
  EXPECT_EQ(fate.message, "the program crashed: AddressSanitizer: stack-use-after-return at timeout.cpp:12:5");
  EXPECT_THAT(fate.meaning, StartsWith("Something was used after its end"));
}

TEST(Fate, QuotesAnUndefinedBehaviour) {
  const Fate fate =
      fate_of(exited(1), "./retry.cpp:9:7: runtime error: signed integer overflow: 2147483647 * 2\n", true);
  EXPECT_EQ(
      fate.message,
      "the program crashed: UndefinedBehaviorSanitizer: signed integer overflow: 2147483647 * 2 at retry.cpp:9:7");
  EXPECT_THAT(fate.meaning, StartsWith("The result does not fit into its type."));
}

TEST(Fate, FindsTheStudentsLineBelowALibrarys) {
  const std::string report =
      "/usr/include/c++/12/array:210:9: runtime error: index 5 out of bounds for type 'int[3]'\n"
      "    #0 0x1 in std::array<int, 3>::operator[] /usr/include/c++/12/array:210:9\n";
  EXPECT_EQ(
      fate_of(exited(1), report + "    #1 0x2 in count() ./retry.cpp:9:7\n", true).message,
      "the program crashed: UndefinedBehaviorSanitizer: index 5 out of bounds for type 'int[3]' at retry.cpp:9:7");
  EXPECT_THAT(fate_of(exited(1), report, true).message,
              HasSubstr(": /usr/include/c++/12/array:210:9: runtime error: index"));
}

TEST(Fate, NamesTheVariable) {
  const std::string output =
      "==12==ERROR: AddressSanitizer: stack-use-after-return on address 0x7f at pc 0x55 bp 0x7f sp 0x7f\n"
      "    #0 0x2 in fetch(aio::HttpClient&) (.resume) ./timeout.cpp:12:5\n\n"
      "Address 0x7f is located in stack of thread T0 at offset 40 in frame\n"
      "    #0 0x1 in other() ./timeout.cpp:99\n\n"
      "  This frame has 2 object(s):\n"
      "    [32, 64) 'text' (line 8) <== Memory access at offset 40 is inside this variable\n";
  EXPECT_THAT(fate_of(exited(99), output, true).message, EndsWith(" at timeout.cpp:12:5 (variable 'text' of line 8)"));
}

TEST(Fate, TellsACoroutinesFrameFromOtherMemory) {
  const std::string use =
      "==12==ERROR: AddressSanitizer: heap-use-after-free on address 0x7f at pc 0x55 bp 0x7f sp 0x7f\n"
      "    #0 0x2 in std::size() /usr/include/string:3:1\n\n"
      "freed by thread T0 here:\n"
      "    #0 0x1 in operator delete(void*)\n";
  // Who gave the memory back is not where it was used.
  const Fate of_a_frame = fate_of(exited(99), use + "    #1 0x2 in fetch() (.destroy) ./timeout.cpp:7:1\n", true);
  EXPECT_EQ(of_a_frame.message, "the program crashed: AddressSanitizer: heap-use-after-free");
  EXPECT_THAT(of_a_frame.meaning, HasSubstr("belonged to a coroutine that was over"));
  EXPECT_THAT(fate_of(exited(99), use + "    #1 0x2 in clear() ./timeout.cpp:7:1\n", true).meaning,
              HasSubstr("The memory had been given back before"));
}

TEST(Fate, TellsANullPointerFromAnotherOne) {
  const auto fate = [](const std::string& address) {
    return fate_of(exited(99),
                   "==12==ERROR: AddressSanitizer: SEGV on unknown address " + address + " (pc 0x5 bp 0x7 sp 0x7 T0)\n",
                   true);
  };
  EXPECT_THAT(fate("0x000000000000").meaning, HasSubstr("A null pointer was followed"));
  EXPECT_THAT(fate("0x000000000018").meaning, HasSubstr("A null pointer was followed"));
  EXPECT_EQ(fate("0x60200000beef").meaning, "");
  EXPECT_EQ(fate("0x60200000beef").message, "the program crashed: AddressSanitizer: SEGV");
}

TEST(Fate, IsExplainedAsTheDocumentationSays) {
  std::ifstream in(HANGTIME_SOURCE_DIR "/docs/messages.md");
  const std::string page{std::istreambuf_iterator<char>(in), {}};
  for (const CrashMeaning& each : crash_meanings())
    EXPECT_THAT(page, HasSubstr("| " + std::string(each.sign) + " | " + std::string(each.text) + " |"));
}

TEST(Fate, QuotesAnExceptionThatNobodyCaught) {
  const Fate fate = fate_of(
      killed(SIGABRT), "terminate called after throwing an instance of 'std::runtime_error'\n  what():  oops\n", true);
  EXPECT_THAT(fate.message, HasSubstr("terminate called after throwing an instance of 'std::runtime_error'"));
  EXPECT_THAT(fate.message, HasSubstr("oops"));
}

TEST(Fate, CountsProcessorTimeAsALimit) {
  const Fate fate = fate_of(killed(SIGXCPU), "", true);
  EXPECT_EQ(fate.kind, Outcome::Kind::kTimedOut);
  EXPECT_THAT(fate.message, HasSubstr("processor time"));
}

}  // namespace
}  // namespace proctor
