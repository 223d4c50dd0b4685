#include "grader/sandbox/program_start.hpp"

#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstring>

#include "grader/sandbox/landlock.hpp"
#include "grader/sandbox/pass_descriptors.hpp"
#include "grader/sandbox/subject_user.hpp"

namespace sandbox {
namespace {

constexpr int kChannelFd = 3;

sock_filter plain_filter[] = {
#include "grader/sandbox/plain_filter.inc"
};

sock_filter broker_filter[] = {
#include "grader/sandbox/broker_filter.inc"
};

void limit(__rlimit_resource resource, std::uint64_t soft, std::uint64_t hard) {
  if (soft == 0) return;
  const struct rlimit value{soft, hard};
  ::setrlimit(resource, &value);
}

[[noreturn]] void give_up(int report, const char* step) {
  Failure failure;
  failure.error = errno;
  std::strncpy(failure.step, step, sizeof failure.step - 1);
  [[maybe_unused]] const ssize_t ignored = ::write(report, &failure, sizeof failure);
  ::_exit(127);
}

void limit_all(const Plan& plan) {
  // A soft limit that is reached is a signal which tells one limit from the other; the hard one cannot be ignored.
  limit(RLIMIT_CPU, plan.cpu_seconds, plan.cpu_seconds + 1);
  limit(RLIMIT_FSIZE, plan.file_bytes, plan.file_bytes);
  limit(RLIMIT_NOFILE, plan.files, plan.files);
  const struct rlimit zero{0, 0};
  ::setrlimit(RLIMIT_CORE, &zero);
  // Room for what comes between two looks at the tree; counted per user, so only for one that runs nothing else.
  if ((::getppid() == 1 || plan.other_user) && plan.tasks > 0) limit(RLIMIT_NPROC, 2 * plan.tasks, 2 * plan.tasks);
}

// Leaves the channel as descriptor 3, and beyond it nothing for the program. Returns what is left of `report`.
int arrange_descriptors(const Plan& plan, int report) {
  const int high = ::fcntl(report, F_DUPFD_CLOEXEC, kChannelFd + 1);
  if (high < 0) give_up(report, "fcntl");
  if (plan.channel >= 0 && plan.channel != kChannelFd && ::dup2(plan.channel, kChannelFd) < 0) give_up(high, "dup2");
  if (plan.channel == kChannelFd && ::fcntl(kChannelFd, F_SETFD, 0) != 0) give_up(high, "fcntl");
  const unsigned first_closed = plan.channel >= 0 ? kChannelFd + 1U : kChannelFd;
  ::syscall(SYS_close_range, first_closed, ~0U, CLOSE_RANGE_CLOEXEC);
  return high;
}

void send_descriptor(int to, int fd) {
  const char letter = 0;
  if (!send_with_descriptors(to, &letter, 1, &fd, 1)) give_up(to, "sendmsg");
}

void install_filter(const Plan& plan, int report) {
  // The mitigations for speculation that a filter brings by default cost every program, and hide nothing here: one
  // program's secrets are its own.
  unsigned flags = SECCOMP_FILTER_FLAG_SPEC_ALLOW;
  sock_fprog code{sizeof plain_filter / sizeof *plain_filter, plain_filter};
  if (plan.broker) {
    code = {sizeof broker_filter / sizeof *broker_filter, broker_filter};
    flags |= SECCOMP_FILTER_FLAG_NEW_LISTENER;
  }
  const auto listener = static_cast<int>(::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, flags, &code));
  if (listener < 0) give_up(report, "seccomp");
  if (plan.broker) send_descriptor(report, listener);
}

// Without namespaces: another user, a folder that tells nothing, and no files.
void leave_the_machine(const Plan& plan, uid_t subject, int report) {
  if (plan.other_user) {
    if (const char* step = become_user(subject); step != nullptr) give_up(report, step);
  }
  if (plan.least_abi == 0) return;
  if (::geteuid() == 0) {
    errno = EPERM;
    give_up(report, "root is not to be confined");
  }
  if (::chdir("/") != 0) give_up(report, "chdir");
}

Fence fence_of(const Plan& plan) {
  return {.program = plan.program[0],
          .visible = plan.visible,
          .visible_count = plan.visible_count,
          .writable = plan.writable,
          .least_abi = plan.least_abi};
}

// Leaves errno alone.
bool is_runnable(const char* program) {
  const int error = errno;
  struct stat about{};
  const bool runs = ::stat(program, &about) == 0 && S_ISREG(about.st_mode) && ::access(program, X_OK) == 0;
  errno = error;
  return runs;
}

}  // namespace

void fence_in_for_good(const Plan& plan) {
  if (plan.least_abi == 0) return;
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) usage("no_new_privs");
  if (const char* step = fence_in(fence_of(plan)); step != nullptr) usage(step);
  const sock_fprog code{sizeof plain_filter / sizeof *plain_filter, plain_filter};
  if (plan.seccomp && ::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &code) != 0)
    usage("seccomp");
}

[[noreturn]] void run_program(const Plan& plan, uid_t subject, int socket) {
  ::setsid();
  sigset_t none;
  ::sigemptyset(&none);
  ::pthread_sigmask(SIG_SETMASK, &none, nullptr);
  if (plan.cgroup >= 0 && ::write(plan.cgroup, "0", 1) != 1) give_up(socket, "cgroup");
  limit_all(plan);
  const int report = arrange_descriptors(plan, socket);
  leave_the_machine(plan, subject, report);
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);  // forgotten when the user changes
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up(report, "no_new_privs");
  if (plan.least_abi > 0) {
    if (const char* step = fence_in(fence_of(plan)); step != nullptr) give_up(report, step);
  }
  if (plan.seccomp) install_filter(plan, report);
  ::execv(plan.program[0], plan.program);
  // Refused although it may be run itself: it is the loader it asks for that may not.
  if (errno == EACCES && is_runnable(plan.program[0])) errno = ELIBACC;
  give_up(report, "execve");
}

// Waits for the exec, or for what went wrong before it. Returns whether the program runs; takes the filter's listener.
bool await_exec(int report, int& listener, Failure& failure) {
  for (;;) {
    int given = 0;
    int fd = -1;
    const long count = receive_with_descriptors(report, &failure, sizeof failure, &fd, 1, given);
    if (count == static_cast<long>(sizeof failure)) return false;
    if (count != 1 || given != 1) return true;
    listener = fd;
  }
}

}  // namespace sandbox
