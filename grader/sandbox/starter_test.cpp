#include "grader/sandbox/starter.hpp"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <fstream>
#include <iterator>
#include <string>
#include <system_error>
#include <utility>
#include <vector>

#include "grader/sandbox/lock_in.hpp"
#include "grader/sandbox/testing/subject_at_level.hpp"

namespace sandbox {
namespace {

using ::testing::HasSubstr;

std::vector<int> children_of(pid_t process) {
  const std::string name = std::to_string(process);
  std::ifstream list("/proc/" + name + "/task/" + name + "/children");
  return {std::istream_iterator<int>(list), {}};
}

int pidfd(pid_t process) { return static_cast<int>(::syscall(SYS_pidfd_open, process, 0)); }

class Starting : public SubjectAtLevel {
 protected:
  Launch kind(std::string script) const {
    Launch launch = shell(channel, std::move(script));
    launch.confinement = confinement;
    return launch;
  }
};

TEST_P(Starting, StartsWhatItWasGivenAndNothingElse) {
  Starter starter({kind("echo first"), kind("echo second; exit 3")});
  Process process = starter.start(1, channel.theirs());
  process.await_start();
  EXPECT_EQ(all_output(process), "second\n");
  const Exit exit = process.wait();
  EXPECT_FALSE(exit.signalled());
  EXPECT_EQ(exit.code(), 3);
  EXPECT_THROW(starter.start(2, channel.theirs()), std::system_error);
}

TEST_P(Starting, EndsWhatItHasStarted) {
  Starter starter({kind("echo running; sleep 1000 & wait")});
  Process process = starter.start(0, channel.theirs());
  process.await_start();
  std::array<char, 16> text{};
  pollfd waiting{process.output_fd(), POLLIN, 0};
  ::poll(&waiting, 1, -1);
  ASSERT_GT(::read(process.output_fd(), text.data(), text.size()), 0);
  process.kill();
  process.wait();
  EXPECT_EQ(all_output(process), "");  // the end of the output: nobody holds it any more
}

// The channel is the subject's and nobody else's: its end is seen when the subject closes it.
TEST_P(Starting, KeepsNoEndOfTheChannel) {
  Channel own;
  Starter starter({kind("exec 3>&-; echo closed; sleep 1000")});
  Process process = starter.start(0, own.theirs());
  ::close(std::exchange(own.fds[1], -1));
  process.await_start();
  char byte = 0;
  EXPECT_EQ(::read(own.ours(), &byte, 1), 0);
}

TEST_P(Starting, ServesAProcessThatHasLockedItselfIn) {
  if (landlock_abi() == 0) GTEST_SKIP() << "needs a kernel with Landlock";
  const pid_t locked_in = ::fork();
  if (locked_in == 0) {
    int status = 1;
    try {
      Starter starter({kind("echo outside")});
      lock_in();
      Process process = starter.start(0, channel.theirs());
      process.await_start();
      status = all_output(process) == "outside\n" && process.wait().code() == 0 ? 0 : 2;
    } catch (const std::system_error&) {
      status = 3;
    }
    ::_exit(status);
  }
  int status = 0;
  ::waitpid(locked_in, &status, 0);
  EXPECT_EQ(status, 0);
}

INSTANTIATE_TEST_SUITE_P(Levels, Starting,
                         ::testing::Values(Level::kC, Level::kBMinus, Level::kB, Level::kA, Level::kAPlus),
                         level_in_test_name);

TEST(Starter, SaysWhatCannotBeStarted) {
  const Channel channel;
  Launch nothing;
  nothing.program = "/there/is/no/such/program";
  Starter starter({nothing});
  try {
    starter.start(0, channel.theirs());
    FAIL() << "it was started";
  } catch (const std::system_error& error) {
    EXPECT_STREQ(error.what(), "cannot start /there/is/no/such/program: No such file or directory");
    EXPECT_EQ(error.code(), std::errc::no_such_file_or_directory);
  }
}

// However its maker ends: the helper must not be left, nor what it has started.
TEST(Starter, EndsWithItsMaker) {
  std::array<int, 2> ready{};
  ASSERT_EQ(::pipe2(ready.data(), O_CLOEXEC), 0);
  const pid_t maker = ::fork();
  if (maker == 0) {
    const Channel channel;
    Starter starter({shell(channel, "sleep 1000")});
    Process process = starter.start(0, channel.theirs());
    process.await_start();
    [[maybe_unused]] const ssize_t ignored = ::write(ready[1], "x", 1);
    for (;;) ::pause();
  }
  char byte = 0;
  ASSERT_EQ(::read(ready[0], &byte, 1), 1);
  const std::vector<int> helpers = children_of(maker);
  ASSERT_EQ(helpers.size(), 1U);
  const std::vector<int> launchers = children_of(helpers[0]);
  ASSERT_EQ(launchers.size(), 1U);
  std::array<pollfd, 2> ends{{{pidfd(helpers[0]), POLLIN, 0}, {pidfd(launchers[0]), POLLIN, 0}}};
  ::kill(maker, SIGKILL);
  ::waitpid(maker, nullptr, 0);
  for (pollfd& end : ends) {
    ASSERT_GE(end.fd, 0);
    EXPECT_EQ(::poll(&end, 1, 60'000), 1);
    ::close(end.fd);
  }
  for (const int fd : ready) ::close(fd);
}

TEST(Starter, IsMissedWhenItHasGone) {
  const Channel channel;
  Starter starter({shell(channel, "true")});
  const std::vector<int> helpers = children_of(::getpid());
  ASSERT_EQ(helpers.size(), 1U);
  ::kill(helpers[0], SIGKILL);
  try {
    starter.start(0, channel.theirs());
    FAIL() << "it was started";
  } catch (const std::system_error& error) {
    EXPECT_THAT(error.what(), HasSubstr("the process that starts subjects has ended"));
  }
}

}  // namespace
}  // namespace sandbox
