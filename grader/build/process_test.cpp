#include "grader/build/process.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cerrno>
#include <csignal>
#include <string>
#include <thread>

#include "grader/build/test_support.hpp"

namespace grader {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using End = ProcessResult::End;

// Tests may use a shell to describe a program; the grader never does.
Command shell(const std::string& script, const std::filesystem::path& folder = "/") {
  return {.program = "/bin/sh",
          .arguments = {"-c", script},
          .environment = {"PATH=/usr/bin:/bin"},
          .folder = folder,
          .on_events = {}};
}

bool is_alive(pid_t pid) { return ::kill(pid, 0) == 0; }

TEST(Process, GivesStatusAndOutput) {
  const ProcessResult result = run_process(shell("echo out; echo err >&2; exit 3"), {}, Interruption());
  EXPECT_EQ(result.end, End::kExited);
  EXPECT_EQ(result.code, 3);
  EXPECT_THAT(result.output, HasSubstr("out\n"));
  EXPECT_THAT(result.output, HasSubstr("err\n"));
}

TEST(Process, TellsASignalFromAnExit) {
  const ProcessResult result = run_process(shell("kill -SEGV $$"), {}, Interruption());
  EXPECT_EQ(result.end, End::kSignaled);
  EXPECT_EQ(result.code, SIGSEGV);
}

TEST(Process, SaysWhyAProgramCannotStart) {
  Command command = shell("");
  command.program = "/no/such/program";
  const ProcessResult result = run_process(command, {}, Interruption());
  EXPECT_EQ(result.end, End::kNotStarted);
  EXPECT_EQ(result.code, ENOENT);
  EXPECT_THAT(describe_end(result), HasSubstr("No such file"));
}

TEST(Process, EndsAProgramThatUsesUpItsRealTime) {
  const ProcessResult result = run_process(shell("sleep 1000"), {.wall = 50ms}, Interruption());
  EXPECT_EQ(result.end, End::kWallLimit);
}

TEST(Process, EndsAProgramThatUsesUpItsProcessorTime) {
  const ProcessResult result = run_process(shell("while :; do :; done"), {.cpu = 1s}, Interruption());
  EXPECT_EQ(result.end, End::kCpuLimit);
}

TEST(Process, EndsWhenAStopIsWishedFor) {
  Interruption interruption;
  std::jthread later([&] {
    std::this_thread::sleep_for(20ms);
    interruption.request();
  });
  EXPECT_EQ(run_process(shell("sleep 1000"), {}, interruption).end, End::kInterrupted);
}

TEST(Process, LeavesNoProcessBehindNotEvenADaemon) {
  const testing_help::TempFolder folder;
  const std::string script =
      "(setsid sh -c 'echo $$ > daemon; sleep 1000' >/dev/null 2>&1 &) ; while [ ! -s daemon ]; do :; done; exit 0";
  const ProcessResult result = run_process(shell(script, folder.path()), {}, Interruption());
  EXPECT_EQ(result.end, End::kExited);
  const pid_t daemon = std::stoi(testing_help::read_file(folder / "daemon"));
  EXPECT_FALSE(is_alive(daemon)) << "process " << daemon << " outlived its program";
}

TEST(Process, SurvivesAProgramThatKillsItsWarden) {
  const ProcessResult result = run_process(shell("kill -KILL $PPID; sleep 1000"), {}, Interruption());
  EXPECT_EQ(result.end, End::kLost);
}

TEST(Process, KeepsBeginningAndEndOfTooMuchOutputAndSaysSo) {
  const ProcessResult result =
      run_process(shell("echo first; seq 1 200000; echo last"), {.output_bytes = 1000}, Interruption());
  EXPECT_EQ(result.end, End::kExited);
  EXPECT_LT(result.output.size(), 1100U);
  EXPECT_THAT(result.output, testing::StartsWith("first\n"));
  EXPECT_THAT(result.output, testing::EndsWith("last\n"));
  EXPECT_THAT(result.output, HasSubstr("bytes left out"));
}

TEST(Process, LimitsTheFilesAProgramWrites) {
  const testing_help::TempFolder folder;
  run_process(shell("seq 1 200000 > big", folder.path()), {.file_bytes = 10'000}, Interruption());
  EXPECT_LE(std::filesystem::file_size(folder / "big"), 10'000U);
}

TEST(Process, PassesEventsOnAndEndsTheProgramWhenTheyAreRefused) {
  std::string events;
  Command command = shell("echo one >&3; sleep 1000");
  command.on_events = [&](std::string_view chunk) {
    events += chunk;
    return events.find('\n') == std::string::npos;
  };
  EXPECT_EQ(run_process(command, {}, Interruption()).end, End::kStopped);
  EXPECT_EQ(events, "one\n");
}

TEST(Process, EndsAProgramThatFallsSilent) {
  Command command = shell("echo one >&3; sleep 1000");
  command.on_events = [](std::string_view) { return true; };
  EXPECT_EQ(run_process(command, {.silence = 100ms}, Interruption()).end, End::kSilent);
}

TEST(Process, GivesAProgramNoOtherDescriptorsAndNoTerminal) {
  const ProcessResult result = run_process(
      shell("ls /proc/self/fd | tr '\\n' ' '; cat; (: < /dev/tty) 2>/dev/null || echo no tty"), {}, Interruption());
  EXPECT_THAT(result.output, HasSubstr("0 1 2 3 ")) << "3 is ls's own look at the folder";
  EXPECT_THAT(result.output, HasSubstr("no tty"));
  EXPECT_THAT(result.output, testing::Not(HasSubstr("4")));
}

TEST(Process, ManyAtATimeAllEnd) {
  const Interruption interruption;
  std::vector<std::jthread> threads;
  std::atomic<int> right{0};
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&, i] {
      for (int round = 0; round < 10; ++round) {
        const ProcessResult result = run_process(shell("exit " + std::to_string(i)), {}, interruption);
        if (result.end == End::kExited && result.code == i) ++right;
      }
    });
  }
  threads.clear();
  EXPECT_EQ(right, 80);
}

}  // namespace
}  // namespace grader
