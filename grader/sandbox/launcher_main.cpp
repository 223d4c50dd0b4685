// Starts one program under limits, watches over it and sees to it that nothing of it is left.
//
//   hangtime_launcher [--uid N] --control FD [--sockets N] [--channel FD] [--seccomp] [FENCE…] [LIMIT…] -- PROGRAM [ARGUMENT…]
//   hangtime_launcher --serve FD --kind WORDS… [--cgroups FOLDER] [--sockets N] [--seccomp] [LIMIT…] -- PROGRAM [ARGUMENT…] [PROGRAM…]
//                      start programs as often as they are asked for, each in namespaces of its own (serve.hpp)
//   hangtime_launcher [--join CGROUP_PROCS] [--uid N] [--landlock ABI [--read PATH]… [--write FOLDER]] [--seccomp] --exec -- PROGRAM [ARGUMENT…]
//                      only become that user and go behind the fence; then the program takes the launcher's place
//
// Limits: --cpu SECONDS, --memory BYTES and --tasks N for all its processes together, --files N and --file-bytes N for
// each. The program gets the launcher's standard descriptors, the channel as descriptor 3 and no other.
//
// Fence, where there are no namespaces: --landlock ABI (no files but the system's, the program and each --read PATH; the
// ABI is the least that will do), --broker (no connections but to the sockets, which are bound to ports of 127.0.0.1) and
// --subject-uid N (the program, not the launcher, becomes that user; 0: one that has no process).
//
// Theory of operation. The launcher is process 1 of the sandbox's namespace or, without namespaces, a subreaper: either
// way, whatever the program starts stays below it. It looks at the tree every few milliseconds, and ends all of it when
// the program has ended, when a limit is passed, or when its starter closes the control socket. The program cannot touch
// it: process 1 ignores what its own namespace sends, another user or Landlock's scope stops signals where there are no
// namespaces, the filter refuses ptrace and its kin, and it is not dumpable, so that its descriptors in /proc cannot be
// opened. What can go wrong between fork and exec is told through a socket, which also brings the filter's listener; its
// end is the exec. It links statically and allocates next to nothing: its own start is part of every test.

#include <fcntl.h>
#include <netinet/in.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "grader/sandbox/connect_broker.hpp"
#include "grader/sandbox/control.hpp"
#include "grader/sandbox/launcher_command.hpp"
#include "grader/sandbox/pass_descriptors.hpp"
#include "grader/sandbox/process_tree.hpp"
#include "grader/sandbox/program_start.hpp"
#include "grader/sandbox/serve.hpp"
#include "grader/sandbox/subject_user.hpp"
#include "grader/sandbox/watch.hpp"

namespace sandbox {
namespace {

// Returns the port of a new socket, in network byte order, or 0.
std::uint16_t bind_to_loopback(int fd) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  socklen_t size = sizeof address;
  if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), size) != 0) return 0;
  if (::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  return address.sin_port;
}

// Says hello, with the sockets; `ports` are theirs if they are bound.
void say_hello(const Plan& plan, std::uint16_t* ports) {
  int fds[kMostSockets + 1];
  int count = 0;
  fds[count++] = static_cast<int>(::syscall(SYS_pidfd_open, ::getpid(), 0));
  if (fds[0] < 0) usage("pidfd_open");
  for (int i = 0; i < plan.sockets; ++i) {
    fds[count] = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (fds[count] < 0) usage("socket");
    if (plan.broker) ports[i] = bind_to_loopback(fds[count]);
    if (plan.broker && ports[i] == 0) usage("no port of 127.0.0.1 is left");
    ++count;
  }
  const Hello hello;
  // Who is not there to hear it has closed the socket: seen below.
  send_with_descriptors(plan.control, &hello, sizeof hello, fds, count);
  for (int i = 0; i < count; ++i) ::close(fds[i]);
}

// The output is the program's: its reader waits for the last one who holds it.
void let_go_of_the_output() {
  const int null = ::open("/dev/null", O_RDWR | O_CLOEXEC);
  for (int fd = 0; fd <= 2 && null >= 0; ++fd) ::dup2(null, fd);
}

// The folder that Landlock's rule for /proc/self was made for: it must not be looked up anew (landlock.cpp).
void keep_folder_of(pid_t program) {
  char path[32];
  std::snprintf(path, sizeof path, "/proc/%d", static_cast<int>(program));
  ::open(path, O_PATH | O_CLOEXEC);
}

// The program that the kernel killed for its memory, at level A+, has no other mark on it.
bool ran_out_of_memory(int events) {
  char text[512];
  const ssize_t size = events >= 0 ? ::pread(events, text, sizeof text - 1, 0) : 0;
  if (size <= 0) return false;
  text[size] = '\0';
  const char* kills = std::strstr(text, "oom_kill ");
  return kills != nullptr && kills[std::strlen("oom_kill ")] != '0';
}

bool join(const char* procs) {
  const int fd = ::open(procs, O_WRONLY | O_CLOEXEC);
  const bool done = fd >= 0 && ::write(fd, "0", 1) == 1;
  if (fd >= 0) ::close(fd);
  return done;
}

int run(const Plan& plan) {
  ::prctl(PR_SET_DUMPABLE, 0);
  ::prctl(PR_SET_NAME, "hangtime-warden");
  ::prctl(PR_SET_CHILD_SUBREAPER, 1);
  sigset_t all;
  ::sigfillset(&all);
  ::pthread_sigmask(SIG_SETMASK, &all, nullptr);
  ::fcntl(plan.control, F_SETFD, FD_CLOEXEC);
  if (plan.channel >= 0) ::fcntl(plan.channel, F_SETFD, FD_CLOEXEC);
  const uid_t subject = plan.other_user ? claim_user(plan.subject_uid) : 0;
  if (plan.other_user && subject == 0) usage("no user for the program is free");
  std::uint16_t ports[kMostSockets] = {};
  say_hello(plan, ports);
  int report[2];
  if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, report) != 0) usage("socketpair");
  const pid_t program = ::fork();
  if (program < 0) usage("fork");
  if (program == 0) run_program(plan, subject, report[1]);
  ::close(report[1]);
  if (plan.channel >= 0) ::close(plan.channel);
  let_go_of_the_output();
  if (plan.least_abi > 0) keep_folder_of(program);
  if (plan.other_user) {
    // To see into the program's processes as their own user does (peek.hpp). Who may signal us is not decided by it.
    ::setfsgid(subject);
    ::setfsuid(subject);
  }

  Ended ended;
  Failure failure;
  int listener = -1;
  bool runs = await_exec(report[0], listener, failure);
  if (runs && plan.broker && listener < 0) {
    runs = false;
    failure = {EBADF, "listener"};
  }
  if (runs) {
    static ConnectBroker broker(ports, plan.broker ? plan.sockets : 0);
    broker.listen_to(listener);
    ended.reason = watch_over(plan, program, listener, broker, ended);
  } else {
    ended.reason = Reason::kNotStarted;
    ended.error = failure.error;
    std::memcpy(ended.step, failure.step, sizeof ended.step);
  }
  ::kill(program, SIGKILL);  // does nothing to one that has ended: it has not been waited for
  int status = 0;
  while (::waitpid(program, &status, 0) < 0 && errno == EINTR) {
  }
  ended.wait_status = status;
  if (ended.reason == Reason::kItself && ran_out_of_memory(plan.memory_events)) ended.reason = Reason::kMemory;
  end_everything_below(subject);
  ended.cpu_us = cpu_of_the_dead();
  ::send(plan.control, &ended, sizeof ended, MSG_NOSIGNAL);
  return 0;
}

}  // namespace
}  // namespace sandbox

int main(int argc, char** argv) {
  const sandbox::Plan plan = sandbox::parse(argc, argv);
  if (plan.join != nullptr && !sandbox::join(plan.join)) sandbox::usage("cannot enter the cgroup");
  if (plan.change_user && sandbox::become_user(plan.uid) != nullptr) sandbox::usage("cannot become the sandbox's user");
  if (plan.serve >= 0) return sandbox::serve(plan, sandbox::run);
  if (!plan.only_exec) return sandbox::run(plan);
  sandbox::fence_in_for_good(plan);
  ::execv(plan.program[0], plan.program);
  sandbox::usage("cannot execute the program");
}
