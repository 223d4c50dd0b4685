#pragma once

#include <gtest/gtest.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <array>
#include <optional>
#include <string>
#include <system_error>
#include <utility>

#include "grader/sandbox/cgroup.hpp"
#include "grader/sandbox/landlock.hpp"
#include "grader/sandbox/launcher.hpp"

namespace sandbox {

struct Channel {
  std::array<int, 2> fds{};
  Channel() { EXPECT_EQ(::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()), 0); }
  ~Channel() {
    for (const int fd : fds) {
      if (fd >= 0) ::close(fd);
    }
  }
  int ours() const { return fds[0]; }
  int theirs() const { return fds[1]; }
};

inline Launch shell(const Channel& channel, std::string script) {
  return {.program = "/bin/sh", .arguments = {"-c", std::move(script)}, .channel_fd = channel.theirs()};
}

inline std::string all_output(Process& process) {
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

/// A test of one level; skipped where the machine does not have it.
class SubjectAtLevel : public ::testing::TestWithParam<Level> {
 public:
  /// Whom a test becomes that root runs; not one of those from which level B chooses.
  static constexpr uid_t kUser = 64000;

 protected:
  void SetUp() override {
    if (::getuid() == 0 && !others_can_enter(find_launcher()))
      GTEST_SKIP() << "other users cannot enter the project's folder";
    confinement.level = GetParam();
    confinement.launcher = find_launcher();
    const bool root = ::getuid() == 0;
    if (GetParam() >= Level::kA) confinement.bwrap = "/usr/bin/bwrap";
    if (GetParam() == Level::kB && !root) GTEST_SKIP() << "needs root, for a user of its own";
    if (GetParam() == Level::kBMinus && landlock_abi() < 6) GTEST_SKIP() << "needs a kernel with Landlock ABI 6";
    if (GetParam() != Level::kC && GetParam() != Level::kB && root) confinement.uid = kUser;
    if (GetParam() != Level::kAPlus) return;
    try {
      home.emplace();
      confinement.cgroup = home->path();
    } catch (const std::system_error& error) {
      GTEST_SKIP() << error.what();
    }
  }
  Process start(std::string script) { return start(shell(channel, std::move(script))); }
  Process start(Launch launch) {
    launch.confinement = confinement;
    launch.memory_bytes = memory_bytes;
    launch.tasks = tasks;
    launch.cpu_limit = std::chrono::seconds(20);
    Process process = sandbox::launch(launch);
    try {
      process.await_start();
    } catch (const std::system_error& error) {
      ADD_FAILURE() << error.what();
    }
    return process;
  }
  std::string output_of(std::string script) {
    Process process = start(std::move(script));
    return all_output(process);
  }

  std::optional<CgroupHome> home;
  Channel channel;
  Confinement confinement;
  std::uint64_t memory_bytes = 0;
  std::uint64_t tasks = 0;
};

inline std::string level_in_test_name(const ::testing::TestParamInfo<Level>& level) {
  if (level.param == Level::kAPlus) return "Aplus";
  return level.param == Level::kBMinus ? "Bminus" : std::string(to_string(level.param));
}

}  // namespace sandbox
