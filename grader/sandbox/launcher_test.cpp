#include "grader/sandbox/launcher.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string>
#include <system_error>

namespace sandbox {
namespace {

using ::testing::HasSubstr;

struct Channel {
  std::array<int, 2> fds{};
  Channel() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()), 0); }
  ~Channel() {
    for (const int fd : fds) ::close(fd);
  }
  int ours() const { return fds[0]; }
  int theirs() const { return fds[1]; }
};

Launch shell(const Channel& channel, std::string script) {
  return {.program = "/bin/sh", .arguments = {"-c", std::move(script)}, .channel_fd = channel.theirs()};
}

std::string all_output(Process& process) {
  std::string text;
  for (;;) {
    pollfd waiting{process.output_fd(), POLLIN, 0};
    ::poll(&waiting, 1, -1);
    std::array<char, 4096> block{};
    const ssize_t count = ::read(process.output_fd(), block.data(), block.size());
    if (count <= 0) return text;
    text.append(block.data(), static_cast<std::size_t>(count));
  }
}

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
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
  }
}

}  // namespace
}  // namespace sandbox
