#include "grader/sandbox/launcher.hpp"

#include <arpa/inet.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <netinet/in.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <utility>

#include "grader/sandbox/testing/subject_at_level.hpp"

namespace sandbox {
namespace {

using ::testing::HasSubstr;

TEST(Launcher, ReportsHowAProgramEnded) {
  const Channel channel;
  Process process = launch(shell(channel, "exit 7"));
  const Exit exit = process.wait();
  EXPECT_FALSE(exit.signalled());
  EXPECT_EQ(exit.code(), 7);
}

TEST(Launcher, TellsWhenTheProgramHasEnded) {
  const Channel channel;
  Process process = launch(shell(channel, "read line <&3"));
  process.await_start();
  pollfd waiting{process.end_fd(), POLLIN, 0};
  EXPECT_EQ(::poll(&waiting, 1, 0), 0);
  ASSERT_EQ(::write(channel.ours(), "go\n", 3), 3);
  EXPECT_EQ(::poll(&waiting, 1, -1), 1);
  EXPECT_TRUE(process.poll().has_value());
}

TEST(Launcher, GivesTheSubjectItsFourDescriptorsAndNoOther) {
  const Channel channel;
  const int stray = ::dup(channel.ours());  // not close-on-exec: what a library that forgets the flag leaves open
  Process process = launch(shell(channel, "ls /proc/self/fd | tr '\\n' ' '"));
  // ls itself opens the folder it lists as the next free one.
  EXPECT_EQ(all_output(process), "0 1 2 3 4 ");
  ::close(stray);
}

TEST(Launcher, ConnectsTheChannelAsDescriptorThree) {
  const Channel channel;
  Process process = launch(shell(channel, "echo hello >&3"));
  process.wait();
  std::array<char, 16> block{};
  EXPECT_EQ(::read(channel.ours(), block.data(), block.size()), 6);
  EXPECT_THAT(block.data(), HasSubstr("hello"));
}

TEST(Launcher, PassesNothingOfOurEnvironment) {
  const Channel channel;
  ::setenv("HANGTIME_SECRET", "answer", 1);
  Process process = launch(shell(channel, "env"));
  EXPECT_THAT(all_output(process), ::testing::Not(HasSubstr("HANGTIME_SECRET")));
}

TEST(Launcher, KillsWhatTheSubjectStarted) {
  const Channel channel;
  Process process = launch(shell(channel, "sleep 1000 & echo $!; exec sleep 1000"));
  std::array<char, 32> block{};
  pollfd waiting{process.output_fd(), POLLIN, 0};
  ASSERT_EQ(::poll(&waiting, 1, -1), 1);
  ASSERT_GT(::read(process.output_fd(), block.data(), block.size()), 0);
  process.kill();
  EXPECT_EQ(process.wait().signal(), SIGKILL);
  // The pipe ends when its last writer is gone: the grandchild held it too.
  EXPECT_EQ(all_output(process), "");
}

TEST(Launcher, StopsAProgramThatSpinsByProcessorTime) {
  const Channel channel;
  Launch spin = shell(channel, "while :; do :; done");
  spin.cpu_limit = std::chrono::seconds(1);
  Process process = launch(spin);
  EXPECT_EQ(process.wait().signal(), SIGXCPU);
}

TEST(Launcher, SaysWhichProgramItCannotStart) {
  const Channel channel;
  try {
    launch({.program = "/nowhere/subject", .arguments = {}, .channel_fd = channel.theirs()});
    FAIL() << "started a program that does not exist";
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("cannot start /nowhere/subject"));
  }
  Process folder = launch({.program = "/usr", .arguments = {}, .channel_fd = channel.theirs()});
  EXPECT_EQ(folder.wait().problem, "cannot start the program: execve: Permission denied");
}

// The same at each level: what a program started is gone when `wait` returns, however it tried to stay.
class AtEachLevel : public SubjectAtLevel {};

TEST_P(AtEachLevel, TheExitIsTheProgramsOwn) {
  EXPECT_EQ(start("exit 7").wait().code(), 7);
  EXPECT_EQ(start("kill -SEGV $$").wait().signal(), SIGSEGV);
}

TEST_P(AtEachLevel, AProgramThatAsksForALoaderItMayNotRunIsToldFromAMachineThatFails) {
  Process process = start({.program = HANGTIME_FOREIGN_LOADER, .arguments = {}, .channel_fd = channel.theirs()});
  EXPECT_TRUE(process.wait().asks_for_another_loader());
}

TEST_P(AtEachLevel, NothingSurvives) {
  // A daemon: two forks, a session of its own, deaf to every signal that can be ignored; it holds no pipe of ours.
  const char* daemon =
      "(setsid sh -c 'trap \"\" TERM HUP INT; while :; do echo alive >&3; sleep 0.01; done' >/dev/null 2>&1 &) ; read "
      "line <&3; exit 3";
  Process process = start(daemon);
  std::array<char, 256> block{};
  ASSERT_GT(::read(channel.ours(), block.data(), block.size()), 0);
  ::close(std::exchange(channel.fds[1], -1));
  ASSERT_EQ(::write(channel.ours(), "go\n", 3), 3);
  EXPECT_EQ(process.wait().code(), 3);
  while (::read(channel.ours(), block.data(), block.size()) > 0) continue;  // the daemon's last words, then the end
}

TEST_P(AtEachLevel, WhatItStartedEndsWithTheOneWhoStartedIt) {
  {
    Process process = start("(setsid sh -c 'while :; do echo alive >&3; sleep 0.01; done' &) ; sleep 1000");
    std::array<char, 256> block{};
    ASSERT_GT(::read(channel.ours(), block.data(), block.size()), 0);
    ::close(std::exchange(channel.fds[1], -1));
  }
  std::array<char, 256> block{};
  while (::read(channel.ours(), block.data(), block.size()) > 0) continue;
}

TEST_P(AtEachLevel, MemoryIsOneLimitForTheWholeTree) {
  memory_bytes = 48 * 1024 * 1024;
  const Exit exit =
      start("for i in 1 2 3; do head -c 30000000 /dev/zero | tail -c 30000000 >/dev/null & done; wait; sleep 30")
          .wait();
  EXPECT_EQ(exit.reason, Reason::kMemory);
  EXPECT_GT(exit.peak_bytes, memory_bytes);
}

TEST_P(AtEachLevel, SoAreProcessesAndThreads) {
  tasks = 20;
  const Exit exit = start("while :; do sleep 60 & done 2>/dev/null").wait();
  EXPECT_EQ(exit.reason, Reason::kProcesses);
  EXPECT_GT(exit.peak_tasks, 20u);
}

TEST_P(AtEachLevel, TheFilterIsOn) {
  EXPECT_THAT(output_of("unshare -n true"), HasSubstr("Operation not permitted"));
  EXPECT_THAT(output_of("exec grep Seccomp: /proc/self/status"), HasSubstr("2"));
}

TEST_P(AtEachLevel, NamespacesHideTheMachine) {
  if (GetParam() < Level::kA) GTEST_SKIP() << "this level has no namespaces";
  EXPECT_THAT(output_of("echo /proc/[0-9]*"), HasSubstr("/proc/1 /proc/2"));
  EXPECT_EQ(output_of("ls / | grep -v cgroups; ls /cgroups 2>/dev/null"),
            "bin\ndev\netc\nlauncher\nlib\nlib64\nproc\nsubject\nusr\n");
  EXPECT_EQ(output_of("echo x > /file; echo x > /dev/shm/file; echo x > /usr/file; id -u"),
            "/subject: 1: cannot create /file: Read-only file system\n"
            "/subject: 1: cannot create /dev/shm/file: Directory nonexistent\n"
            "/subject: 1: cannot create /usr/file: Read-only file system\n65534\n");
  EXPECT_THAT(output_of("cat /proc/1/environ; ls /proc/1/fd; kill -9 1; kill -STOP 1; echo still here"),
              HasSubstr("still here"));
}

TEST_P(AtEachLevel, SanitizersReportWithNamesAndLines) {
#ifdef HANGTIME_OVERFLOW
  struct Case {
    const char* program;
    const char* finding;
    const char* place;
  };
  for (const Case& each : {Case{HANGTIME_OVERFLOW, "heap-buffer-overflow", "beyond.*overflow.cpp:8"},
                           Case{HANGTIME_SIGNED_OVERFLOW, "signed integer overflow", "main.*signed_overflow.cpp:8"},
                           Case{HANGTIME_RACE, "data race", "count_on.*race.cpp:11"}}) {
    const Channel own;
    Process process = start({.program = each.program, .arguments = {}, .channel_fd = own.theirs()});
    const std::string report = all_output(process);
    EXPECT_THAT(report, HasSubstr(each.finding));
    EXPECT_THAT(report, ::testing::ContainsRegex(each.place));
    const Exit exit = process.wait();
    EXPECT_TRUE(exit.signalled() || exit.code() != 0) << report;
  }
#else
  GTEST_SKIP() << "the sanitizer of this build is not the students'";
#endif
}

TEST_P(AtEachLevel, SocketsFromTheLauncherCanBeServedFromOutside) {
  if (!confinement.gives_sockets()) GTEST_SKIP() << "this level gives no sockets";
  Process process = start("exec bash -c 'read port <&3; exec 4<>/dev/tcp/127.0.0.1/$port; echo hello >&4'");
  const int listener = process.take_socket();
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (confinement.has_own_network()) ASSERT_EQ(::bind(listener, reinterpret_cast<sockaddr*>(&address), size), 0);
  ASSERT_EQ(::listen(listener, 1), 0);
  ASSERT_EQ(::getsockname(listener, reinterpret_cast<sockaddr*>(&address), &size), 0);
  const std::string port = std::to_string(ntohs(address.sin_port)) + "\n";
  ASSERT_EQ(::write(channel.ours(), port.data(), port.size()), static_cast<ssize_t>(port.size()));
  pollfd waiting{listener, POLLIN, 0};
  ASSERT_EQ(::poll(&waiting, 1, 60'000), 1) << all_output(process);
  const int connection = ::accept(listener, nullptr, nullptr);
  std::array<char, 16> block{};
  EXPECT_EQ(::read(connection, block.data(), block.size()), 6);
  ::close(connection);
  ::close(listener);
}

INSTANTIATE_TEST_SUITE_P(Levels, AtEachLevel,
                         ::testing::Values(Level::kC, Level::kBMinus, Level::kB, Level::kA, Level::kAPlus),
                         level_in_test_name);

}  // namespace
}  // namespace sandbox
