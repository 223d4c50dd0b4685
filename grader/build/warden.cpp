// Theory of operation. Between the grader and each program it runs stands a warden: a fork of the grader that never
// execs. It is the "subreaper" of everything the program starts, so a process that daemonises itself becomes the
// warden's child instead of escaping. The warden waits for two things: the program's end, and the end of file of its
// lifeline, a pipe whose other end only the grader holds. Either way it then kills whatever is left below it, reports,
// and exits. As the lifeline ends with the grader however that one ends (SIGKILL too), nothing can outlive it. The
// grader has threads, so only async-signal-safe functions may be called here.
#include "grader/build/warden.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>

namespace grader {
namespace {

constexpr int kEvents = 3;
constexpr int kLifeline = 4;
constexpr int kStatus = 5;
constexpr int kFirstUnused = 6;

[[noreturn]] void give_up(int status_fd, int error) {
  WardenReport report;
  report.kind = WardenReport::Kind::kNotStarted;
  report.error = error;
  [[maybe_unused]] const ssize_t ignored = ::write(status_fd, &report, sizeof report);
  ::_exit(127);
}

// Puts the descriptors in their places and closes all others: a warden must not hold another one's lifeline.
void arrange_descriptors(const WardenPlan& plan) {
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  const int wanted[] = {null,          plan.output, plan.output, plan.events >= 0 ? plan.events : null,
                        plan.lifeline, plan.status};
  int high[kFirstUnused];
  for (int i = 0; i < kFirstUnused; ++i) {
    high[i] = ::fcntl(wanted[i], F_DUPFD_CLOEXEC, 64);
    if (high[i] < 0) give_up(plan.status, errno);
  }
  for (int i = 0; i < kFirstUnused; ++i) ::dup2(high[i], i);
  if (::syscall(SYS_close_range, kFirstUnused, ~0U, 0) != 0) {
    const long open_max = ::sysconf(_SC_OPEN_MAX);
    for (int fd = kFirstUnused; fd < open_max; ++fd) ::close(fd);
  }
  if (plan.events < 0) ::close(kEvents);
  ::fcntl(kLifeline, F_SETFD, FD_CLOEXEC);
  ::fcntl(kStatus, F_SETFD, FD_CLOEXEC);
}

void limit(__rlimit_resource resource, std::uint64_t soft, std::uint64_t hard) {
  if (soft == 0) return;
  const struct rlimit value{soft, hard};
  ::setrlimit(resource, &value);
}

[[noreturn]] void run_program(const WardenPlan& plan) {
  ::setpgid(0, 0);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  limit(RLIMIT_CPU, plan.cpu_seconds, plan.cpu_seconds + 5);
  limit(RLIMIT_FSIZE, plan.file_bytes, plan.file_bytes);
  limit(RLIMIT_AS, plan.memory_bytes, plan.memory_bytes);
  const struct rlimit no_core{0, 0};
  ::setrlimit(RLIMIT_CORE, &no_core);
  for (int number = 1; number < NSIG; ++number) ::signal(number, SIG_DFL);
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
  if (plan.folder != nullptr && ::chdir(plan.folder) != 0) give_up(kStatus, errno);
  ::execve(plan.program, plan.arguments, plan.environment);
  give_up(kStatus, errno);
}

// Sends SIGKILL to every direct child. Their own children then become ours, so this is called until none is left.
void kill_children() {
  const int list = ::open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (list < 0) return;
  char buffer[4096];
  pid_t pid = 0;
  for (ssize_t got = 0; (got = ::read(list, buffer, sizeof buffer)) > 0;) {
    for (ssize_t i = 0; i < got; ++i) {
      if (buffer[i] >= '0' && buffer[i] <= '9') {
        pid = pid * 10 + (buffer[i] - '0');
      } else {
        if (pid > 1) ::kill(pid, SIGKILL);
        pid = 0;
      }
    }
  }
  ::close(list);
}

void end_everything_below() {
  for (int round = 0; round < 20'000;
       ++round) {  // a safeguard of about 20 s: an unkillable process must not hold us for ever
    kill_children();
    for (;;) {
      const pid_t ended = ::waitpid(-1, nullptr, WNOHANG);
      if (ended < 0 && errno == ECHILD) return;
      if (ended <= 0) break;
    }
    ::poll(nullptr, 0, 1);
  }
}

void wait_for_end(pid_t program) {
  const int watch = static_cast<int>(::syscall(SYS_pidfd_open, program, 0));
  if (watch < 0) {  // a kernel before 5.3: look every few milliseconds
    siginfo_t info{};
    struct pollfd lifeline{kLifeline, POLLIN, 0};
    while (::poll(&lifeline, 1, 5) == 0) {
      info.si_pid = 0;
      if (::waitid(P_PID, static_cast<id_t>(program), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0)
        return;
    }
    return;
  }
  struct pollfd waits[] = {{watch, POLLIN, 0}, {kLifeline, POLLIN, 0}};
  while (::poll(waits, 2, -1) < 0 && errno == EINTR) {
  }
  ::close(watch);
}

}  // namespace

void run_warden(const WardenPlan& plan) {
  ::setsid();
  ::prctl(PR_SET_NAME, "hangtime-warden");
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
  arrange_descriptors(plan);

  const pid_t program = ::_Fork();
  if (program < 0) give_up(kStatus, errno);
  if (program == 0) run_program(plan);
  ::setpgid(program, program);  // here too: whoever comes first
  for (int fd = 0; fd <= kEvents; ++fd) ::close(fd);

  wait_for_end(program);
  ::kill(-program, SIGKILL);
  ::kill(program, SIGKILL);  // does nothing to a program that has ended: it has not been waited for yet
  WardenReport report;
  struct rusage used{};
  while (::wait4(program, &report.wait_status, 0, &used) < 0 && errno == EINTR) {
  }
  report.cpu_us =
      (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1'000'000LL + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
  end_everything_below();
  [[maybe_unused]] const ssize_t ignored = ::write(kStatus, &report, sizeof report);
  ::_exit(0);
}

}  // namespace grader
