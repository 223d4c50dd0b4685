#include "grader/proctor/fate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <signal.h>

namespace proctor {
namespace {

using ::testing::HasSubstr;

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
  EXPECT_EQ(fate_of(exited(99), output, true).message,
            "the program crashed: AddressSanitizer: stack-use-after-return at timeout.cpp:12:5");
}

TEST(Fate, QuotesAnUndefinedBehaviour) {
  const Fate fate =
      fate_of(exited(1), "./retry.cpp:9:7: runtime error: signed integer overflow: 2147483647 * 2\n", true);
  EXPECT_THAT(fate.message, HasSubstr("./retry.cpp:9:7: runtime error: signed integer overflow"));
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
