// What isolation adds to the start of a subject: from the start to the first word on its channel, at every level that the
// machine offers, beside a plain posix_spawn of the same program. One start of each in turn, so that they share whatever
// the machine does meanwhile.
//
//   isolation_bench PROGRAM [ROUNDS]

#include <poll.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "grader/sandbox/ladder.hpp"
#include "grader/sandbox/starter.hpp"
#include "grader/wire/messages.hpp"

namespace {

using Clock = std::chrono::steady_clock;

struct Channel {
  std::array<int, 2> fds{};
  Channel() { std::ignore = ::socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, fds.data()); }
  ~Channel() {
    for (const int fd : fds) {
      if (fd >= 0) ::close(fd);
    }
  }
  void await_first_word() {
    ::close(std::exchange(fds[1], -1));  // so that a program which ends without a word is noticed
    pollfd waiting{fds[0], POLLIN, 0};
    ::poll(&waiting, 1, -1);
  }
};

double milliseconds_since(Clock::time_point start) {
  return std::chrono::duration<double, std::milli>(Clock::now() - start).count();
}

double plain_spawn(const std::string& program) {
  Channel channel;
  posix_spawn_file_actions_t actions;
  ::posix_spawn_file_actions_init(&actions);
  const int high = ::dup(channel.fds[1]);
  ::posix_spawn_file_actions_adddup2(&actions, high, wire::kChannelFd);
  std::string name = program;
  std::string mode = "--virtual-time";
  std::array<char*, 3> words{name.data(), mode.data(), nullptr};
  std::string options = "ASAN_OPTIONS=detect_leaks=0:max_uar_stack_size_log=16:malloc_context_size=8";
  std::array<char*, 2> environment{options.data(), nullptr};
  const Clock::time_point start = Clock::now();
  pid_t pid = -1;
  if (::posix_spawn(&pid, name.c_str(), &actions, nullptr, words.data(), environment.data()) != 0) std::abort();
  channel.await_first_word();
  const double taken = milliseconds_since(start);
  ::kill(pid, SIGKILL);
  ::waitpid(pid, nullptr, 0);
  ::close(high);
  ::posix_spawn_file_actions_destroy(&actions);
  return taken;
}

// As a proctor starts them: all from one helper, at level A in one sandbox.
struct Candidate {
  sandbox::Confinement confinement;
  std::unique_ptr<sandbox::Starter> starter;
  std::vector<double> taken = {};
};

double launched(sandbox::Starter& starter) {
  Channel channel;
  const Clock::time_point start = Clock::now();
  sandbox::Process process = starter.start(0, channel.fds[1]);
  channel.await_first_word();
  return milliseconds_since(start);
}

double median(std::vector<double> values) {
  std::ranges::sort(values);
  return values[values.size() / 2];
}

}  // namespace

int main(int argc, char** argv) {
  if (argc < 2) return 2;
  const std::string program = std::filesystem::absolute(argv[1]).string();
  const int rounds = argc > 2 ? std::atoi(argv[2]) : 60;
  std::vector<Candidate> candidates;
  for (const sandbox::Level level :
       {sandbox::Level::kC, sandbox::Level::kBMinus, sandbox::Level::kB, sandbox::Level::kA}) {
    const sandbox::Isolation isolation = sandbox::choose_isolation({.visible = {}, .only = level});
    if (isolation.level() != level) continue;
    sandbox::Launch launch;
    launch.program = program;
    launch.arguments = {"--virtual-time"};
    launch.memory_bytes = 1ULL << 30U;
    launch.tasks = 512;
    launch.confinement = isolation.confinement;
    candidates.push_back({isolation.confinement, std::make_unique<sandbox::Starter>(std::vector{launch})});
  }
  std::vector<double> plain;
  for (int round = 0; round < rounds; ++round) {
    plain.push_back(plain_spawn(program));
    for (Candidate& candidate : candidates) candidate.taken.push_back(launched(*candidate.starter));
  }
  const double base = median(plain);
  std::printf("plain spawn       %6.1f ms\n", base);
  for (const Candidate& candidate : candidates) {
    const double here = median(candidate.taken);
    const sandbox::Level level = candidate.confinement.level;
    std::printf("level %-3s         %6.1f ms   %+5.1f ms%s\n", std::string(sandbox::to_string(level)).c_str(), here,
                here - base, level == sandbox::Level::kA ? " (budget 10)" : "");
  }
}
