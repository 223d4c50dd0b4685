// Theory of operation. Each process is a fork of the grader that never execs. The grader has threads, so only
// async-signal-safe functions are called in it. It holds no descriptor, so that no pipe of ours stays open because of
// it, and it keeps the grader's signal mask, so that Ctrl-C is left to the grader, which ends it. Should the grader end
// without doing so (SIGKILL), the kernel does: PR_SET_PDEATHSIG. Each one has a session of its own, as Linux shares the
// processors out among sessions first (autogroup): all in one session would together weigh no more than one test does,
// which runs in its warden's session.
#include "grader/commands/busy_processes.hpp"

#include <linux/close_range.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <string>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

using std::chrono::microseconds;

[[noreturn]] void compute(pid_t parent) {
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (::getppid() != parent) ::_exit(0);  // it ended before the line above
  ::prctl(PR_SET_NAME, "hangtime-busy");
  ::setsid();
  ::syscall(SYS_close_range, 0U, ~0U, 0U);
  for (volatile unsigned rounds = 0;;) rounds = rounds + 1;
}

bool has_ended(pid_t id) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(id), &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid != 0;
}

microseconds end(pid_t id) {
  ::kill(id, SIGKILL);
  struct rusage used{};
  while (::wait4(id, nullptr, 0, &used) < 0 && errno == EINTR) {
  }
  const auto time = [](const timeval& value) {
    return std::chrono::seconds(value.tv_sec) + microseconds(value.tv_usec);
  };
  return time(used.ru_utime) + time(used.ru_stime);
}

}  // namespace

BusyProcesses::BusyProcesses(unsigned count) : started_(std::chrono::steady_clock::now()) {
  const pid_t parent = ::getpid();
  for (unsigned i = 0; i < count; ++i) {
    const pid_t id = ::_Fork();
    if (id == 0) compute(parent);
    if (id < 0) {
      const int error = errno;
      for (const pid_t started : ids_) end(started);
      throw InfrastructureError("cannot start a busy process: " + errno_text(error));
    }
    ids_.push_back(id);
  }
}

BusyProcesses::~BusyProcesses() {
  for (const pid_t id : ids_) end(id);
}

microseconds BusyProcesses::stop() {
  const bool long_enough = std::chrono::steady_clock::now() - started_ >= std::chrono::seconds(1);
  std::size_t idle = 0;
  for (const pid_t id : ids_) idle += has_ended(id) ? 1 : 0;
  microseconds all{0};
  for (const pid_t id : ids_) {
    const microseconds used = end(id);
    if (long_enough && used.count() == 0) ++idle;
    all += used;
  }
  const std::size_t count = ids_.size();
  ids_.clear();
  if (idle > 0) {
    throw InfrastructureError(std::to_string(idle) + " of " + std::to_string(count) +
                              " busy processes did not run to the end; the load was less than asked for");
  }
  return all;
}

}  // namespace grader
