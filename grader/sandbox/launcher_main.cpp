// Starts one program under limits, watches over it and sees to it that nothing of it is left.
//
//   hangtime_launcher [--uid N] --control FD [--sockets N] [--channel FD] [--seccomp] [LIMIT…] -- PROGRAM [ARGUMENT…]
//   hangtime_launcher --uid N --exec -- PROGRAM [ARGUMENT…]       only become that user; then the program takes its place
//
// Limits: --cpu SECONDS, --memory BYTES and --tasks N for all its processes together, --files N and --file-bytes N for
// each. The program gets the launcher's standard descriptors, the channel as descriptor 3 and no other.
//
// Theory of operation. The launcher is process 1 of the sandbox's namespace or, without namespaces, a subreaper: either
// way, whatever the program starts stays below it. It looks at the tree every few milliseconds, and ends all of it when
// the program has ended, when a limit is passed, or when its starter closes the control socket. The program runs as the
// same user but cannot touch it: process 1 ignores what its own namespace sends, the filter refuses ptrace and its kin,
// and it is not dumpable, so that its descriptors in /proc cannot be opened. It allocates nothing and links statically:
// its own start is part of every test.

#include <fcntl.h>
#include <grp.h>
#include <linux/close_range.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include "grader/sandbox/control.hpp"
#include "grader/sandbox/process_tree.hpp"

namespace sandbox {
namespace {

constexpr int kChannelFd = 3;
constexpr int kTickMs = 10;
constexpr int kTicksPerCpuCheck = 10;

sock_filter filter_code[] = {
#include "grader/sandbox/filter.inc"
};

struct Plan {
  uid_t uid = 0;
  bool change_user = false;
  bool only_exec = false;
  int control = -1;
  int sockets = 0;
  int channel = -1;
  bool seccomp = false;
  std::uint64_t cpu_seconds = 0;
  std::uint64_t memory_bytes = 0;
  std::uint64_t tasks = 0;
  std::uint64_t files = 0;
  std::uint64_t file_bytes = 0;
  char** program = nullptr;
};

[[noreturn]] void usage(const char* why) {
  std::fprintf(stderr, "hangtime_launcher: %s\n", why);
  ::_exit(2);
}

Plan parse(int argc, char** argv) {
  Plan plan;
  for (int i = 1; i < argc; ++i) {
    const char* option = argv[i];
    if (std::strcmp(option, "--") == 0) {
      plan.program = argv + i + 1;
      break;
    }
    if (std::strcmp(option, "--exec") == 0) {
      plan.only_exec = true;
      continue;
    }
    if (std::strcmp(option, "--seccomp") == 0) {
      plan.seccomp = true;
      continue;
    }
    if (i + 1 == argc) usage("an option without its value");
    char* end = nullptr;
    const std::uint64_t value = std::strtoull(argv[++i], &end, 10);
    if (end == argv[i] || *end != '\0') usage("a value that is no number");
    if (std::strcmp(option, "--uid") == 0) {
      plan.uid = static_cast<uid_t>(value);
      plan.change_user = true;
    } else if (std::strcmp(option, "--control") == 0) {
      plan.control = static_cast<int>(value);
    } else if (std::strcmp(option, "--sockets") == 0) {
      plan.sockets = value < kMostSockets ? static_cast<int>(value) : kMostSockets;
    } else if (std::strcmp(option, "--channel") == 0) {
      plan.channel = static_cast<int>(value);
    } else if (std::strcmp(option, "--cpu") == 0) {
      plan.cpu_seconds = value;
    } else if (std::strcmp(option, "--memory") == 0) {
      plan.memory_bytes = value;
    } else if (std::strcmp(option, "--tasks") == 0) {
      plan.tasks = value;
    } else if (std::strcmp(option, "--files") == 0) {
      plan.files = value;
    } else if (std::strcmp(option, "--file-bytes") == 0) {
      plan.file_bytes = value;
    } else {
      usage("an unknown option");
    }
  }
  if (plan.program == nullptr || *plan.program == nullptr) usage("no program");
  if (!plan.only_exec && plan.control < 0) usage("no control socket");
  return plan;
}

void become(uid_t uid) {
  if (::setgroups(0, nullptr) != 0 || ::setresgid(uid, uid, uid) != 0 || ::setresuid(uid, uid, uid) != 0) {
    usage("cannot become the sandbox's user");
  }
}

void limit(__rlimit_resource resource, std::uint64_t soft, std::uint64_t hard) {
  if (soft == 0) return;
  const struct rlimit value{soft, hard};
  ::setrlimit(resource, &value);
}

// Between fork and exec: what fails here is reported through `report` by the errno and the name of the step.
struct Failure {
  int error = 0;
  char step[32] = {};
};

[[noreturn]] void give_up(int report, const char* step) {
  Failure failure;
  failure.error = errno;
  std::strncpy(failure.step, step, sizeof failure.step - 1);
  [[maybe_unused]] const ssize_t ignored = ::write(report, &failure, sizeof failure);
  ::_exit(127);
}

[[noreturn]] void run_program(const Plan& plan, int report) {
  ::setsid();
  ::prctl(PR_SET_PDEATHSIG, SIGKILL);
  sigset_t none;
  ::sigemptyset(&none);
  ::sigprocmask(SIG_SETMASK, &none, nullptr);
  // A soft limit that is reached is a signal which tells one limit from the other; the hard one cannot be ignored.
  limit(RLIMIT_CPU, plan.cpu_seconds, plan.cpu_seconds + 1);
  limit(RLIMIT_FSIZE, plan.file_bytes, plan.file_bytes);
  limit(RLIMIT_NOFILE, plan.files, plan.files);
  const struct rlimit zero{0, 0};
  ::setrlimit(RLIMIT_CORE, &zero);
  // Room for what comes between two looks at the tree; counted per user, so it only means something in a namespace.
  if (::getppid() == 1 && plan.tasks > 0) limit(RLIMIT_NPROC, 2 * plan.tasks, 2 * plan.tasks);
  const int high = ::fcntl(report, F_DUPFD_CLOEXEC, kChannelFd + 1);
  if (high < 0) give_up(report, "fcntl");
  if (plan.channel >= 0 && plan.channel != kChannelFd && ::dup2(plan.channel, kChannelFd) < 0) give_up(high, "dup2");
  if (plan.channel == kChannelFd && ::fcntl(kChannelFd, F_SETFD, 0) != 0) give_up(high, "fcntl");
  const unsigned first_closed = plan.channel >= 0 ? kChannelFd + 1U : kChannelFd;
  ::syscall(SYS_close_range, first_closed, ~0U, CLOSE_RANGE_CLOEXEC);
  if (::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) give_up(high, "no_new_privs");
  if (plan.seccomp) {
    const sock_fprog code{sizeof filter_code / sizeof *filter_code, filter_code};
    // The mitigations for speculation that a filter brings by default cost every program, and hide nothing here: one
    // program's secrets are its own.
    if (::syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_SPEC_ALLOW, &code) != 0)
      give_up(high, "seccomp");
  }
  ::execv(plan.program[0], plan.program);
  give_up(high, "execve");
}

void say_hello(const Plan& plan) {
  int fds[kMostSockets + 1];
  int count = 0;
  fds[count++] = static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0));
  if (fds[0] < 0) usage("pidfd_open");
  for (int i = 0; i < plan.sockets; ++i) {
    fds[count] = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fds[count] < 0) usage("socket");
    ++count;
  }
  Hello hello;
  iovec part{&hello, sizeof hello};
  const std::size_t bytes = static_cast<std::size_t>(count) * sizeof(int);
  alignas(cmsghdr) char control[CMSG_SPACE(sizeof fds)] = {};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = CMSG_SPACE(bytes);
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(bytes);
  std::memcpy(CMSG_DATA(header), fds, bytes);
  ::sendmsg(plan.control, &message, MSG_NOSIGNAL);  // who is not there to hear it has closed the socket: seen below
  for (int i = 0; i < count; ++i) ::close(fds[i]);
}

// Looks at the tree; says which limit it has passed.
class Watch {
 public:
  explicit Watch(const Plan& plan) : plan_(plan) {}

  Reason look(Ended& ended) {
    const Usage now = usage_below();
    if (now.resident_bytes > ended.peak_bytes) ended.peak_bytes = now.resident_bytes;
    if (now.tasks > ended.peak_tasks) ended.peak_tasks = now.tasks;
    if (plan_.memory_bytes > 0 && now.resident_bytes > plan_.memory_bytes) return Reason::kMemory;
    if (plan_.tasks > 0 && now.tasks > plan_.tasks) return Reason::kProcesses;
    if (plan_.cpu_seconds > 0 && ++ticks_ % kTicksPerCpuCheck == 0) {
      const std::int64_t all = now.cpu_us + cpu_of_the_dead();
      if (all > static_cast<std::int64_t>(plan_.cpu_seconds + 1) * 1'000'000) return Reason::kProcessorTime;
    }
    return Reason::kItself;
  }

  static std::int64_t cpu_of_the_dead() {
    struct rusage used{};
    ::getrusage(RUSAGE_CHILDREN, &used);
    return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1'000'000LL + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
  }

 private:
  const Plan& plan_;
  int ticks_ = 0;
};

// Takes the zombies other than the program's own, whose end is to be reported.
void reap_others(pid_t program) {
  for (;;) {
    siginfo_t info{};
    if (::waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT) != 0 || info.si_pid == 0 || info.si_pid == program)
      return;
    ::waitpid(info.si_pid, nullptr, 0);
  }
}

// Waits until the program has ended or has to be. The control socket's end is what the starter's death or wish looks like.
Reason watch_over(const Plan& plan, pid_t program, Ended& ended) {
  const int end = static_cast<int>(::syscall(SYS_pidfd_open, program, 0));
  Watch watch(plan);
  const bool looks = plan.memory_bytes > 0 || plan.tasks > 0 || plan.cpu_seconds > 0;
  for (;;) {
    pollfd waits[] = {{end, POLLIN, 0}, {plan.control, POLLRDHUP, 0}};
    const int ready = ::poll(waits, 2, end < 0 || looks ? kTickMs : -1);
    if ((waits[1].revents & (POLLHUP | POLLRDHUP | POLLERR)) != 0) return Reason::kItself;
    if (waits[0].revents != 0) return Reason::kItself;
    if (ready == 0) {
      if (end < 0) {
        siginfo_t info{};
        if (::waitid(P_PID, static_cast<id_t>(program), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0)
          return Reason::kItself;
      }
      const Reason passed = watch.look(ended);
      if (passed != Reason::kItself) return passed;
      reap_others(program);
    }
  }
}

int run(const Plan& plan) {
  ::prctl(PR_SET_DUMPABLE, 0);
  ::prctl(PR_SET_NAME, "hangtime-warden");
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  sigset_t all;
  ::sigfillset(&all);
  ::sigprocmask(SIG_SETMASK, &all, nullptr);
  ::fcntl(plan.control, F_SETFD, FD_CLOEXEC);
  if (plan.channel >= 0) ::fcntl(plan.channel, F_SETFD, FD_CLOEXEC);
  say_hello(plan);
  int report[2];
  if (::pipe2(report, O_CLOEXEC) != 0) usage("pipe2");
  const pid_t program = ::fork();
  if (program < 0) usage("fork");
  if (program == 0) run_program(plan, report[1]);
  ::close(report[1]);
  if (plan.channel >= 0) ::close(plan.channel);
  // The output is the program's: its reader waits for the last one who holds it.
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd <= 2 && null >= 0; ++fd) ::dup2(null, fd);

  Ended ended;
  Failure failure;
  // The end of file that comes with the exec, or what went wrong before it.
  const ssize_t got = ::read(report[0], &failure, sizeof failure);
  if (got == static_cast<ssize_t>(sizeof failure)) {
    ended.reason = Reason::kNotStarted;
    ended.error = failure.error;
    std::memcpy(ended.step, failure.step, sizeof ended.step);
  } else {
    ended.reason = watch_over(plan, program, ended);
  }
  ::kill(program, SIGKILL);  // does nothing to one that has ended: it has not been waited for
  int status = 0;
  while (::waitpid(program, &status, 0) < 0 && errno == EINTR) {
  }
  ended.wait_status = status;
  end_everything_below();
  ended.cpu_us = Watch::cpu_of_the_dead();
  ::send(plan.control, &ended, sizeof ended, MSG_NOSIGNAL);
  return 0;
}

}  // namespace
}  // namespace sandbox

int main(int argc, char** argv) {
  const sandbox::Plan plan = sandbox::parse(argc, argv);
  if (plan.change_user) sandbox::become(plan.uid);
  if (!plan.only_exec) return sandbox::run(plan);
  ::execv(plan.program[0], plan.program);
  sandbox::usage("cannot execute the program");
}
