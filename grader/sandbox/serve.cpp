#include "grader/sandbox/serve.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstring>

#include "grader/sandbox/control.hpp"

namespace sandbox {
namespace {

constexpr int kChannelFd = 3;
constexpr int kControlFd = 4;
constexpr int kFirstFree = 20;

// Takes one question and the descriptors that come with it. Returns false when nobody is left who could ask.
bool receive(int socket, Question& question, int (&fds)[kFdsOfAStart]) {
  for (int& fd : fds) fd = -1;
  iovec part{&question, sizeof question};
  alignas(cmsghdr) char extra[CMSG_SPACE(sizeof fds)] = {};
  msghdr envelope{};
  envelope.msg_iov = &part;
  envelope.msg_iovlen = 1;
  envelope.msg_control = extra;
  envelope.msg_controllen = sizeof extra;
  ssize_t count = 0;
  do {
    count = ::recvmsg(socket, &envelope, MSG_CMSG_CLOEXEC);
  } while (count < 0 && errno == EINTR);
  if (count != static_cast<ssize_t>(sizeof question)) return false;
  const cmsghdr* header = CMSG_FIRSTHDR(&envelope);
  if (header != nullptr && header->cmsg_level == SOL_SOCKET && header->cmsg_type == SCM_RIGHTS)
    std::memcpy(fds, CMSG_DATA(header), header->cmsg_len - CMSG_LEN(0));
  return true;
}

void fail(Answer& answer, const char* what) {
  answer.error = errno;
  std::strncpy(answer.problem, what, sizeof answer.problem - 1);
}

// The loopback of a new network is down. It gets its address by itself.
bool set_the_loopback_up() {
  const int fd = ::socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  ifreq request{};
  std::strcpy(request.ifr_name, "lo");
  request.ifr_flags = IFF_UP | IFF_RUNNING;
  const bool done = fd >= 0 && ::ioctl(fd, SIOCSIFFLAGS, &request) == 0;
  ::close(fd);
  return done;
}

bool give_up_all_rights() {
  __user_cap_header_struct header{_LINUX_CAPABILITY_VERSION_3, 0};
  __user_cap_data_struct none[2] = {};
  return ::prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0) == 0 && ::syscall(SYS_capset, &header, none) == 0;
}

// Descriptors 0 to 4, whatever the numbers were before.
void arrange(const int (&fds)[kFdsOfAStart]) {
  int high[kFdsOfAStart];
  for (int i = 0; i < kFdsOfAStart; ++i) high[i] = ::fcntl(fds[i], F_DUPFD_CLOEXEC, kFirstFree);
  ::dup2(high[0], kChannelFd);
  ::dup2(high[1], kControlFd);
  ::dup2(high[2], STDOUT_FILENO);
  ::dup2(high[2], STDERR_FILENO);
  ::syscall(SYS_close_range, kControlFd + 1U, ~0U, 0U);
}

// In the new process 1. What goes wrong is said on the output, which is read when there was no hello.
int launch(const Plan& served, const Question& question, const int (&fds)[kFdsOfAStart], int (*run)(const Plan& plan)) {
  arrange(fds);
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) usage("mount: private");
  if (::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0) usage("mount: /proc");
  if (!set_the_loopback_up()) usage("the network");
  if (!give_up_all_rights()) usage("capabilities");
  Plan plan = served;
  plan.serve = -1;
  plan.control = kControlFd;
  plan.channel = kChannelFd;
  for (std::uint32_t kind = 0; kind < question.kind; ++kind) plan.program += plan.kinds[kind];
  plan.program[plan.kinds[question.kind]] = nullptr;  // a copy: the next process finds the word as it was
  return run(plan);
}

void start(const Plan& plan, const Question& question, const int (&fds)[kFdsOfAStart], int (*run)(const Plan& plan),
           Answer& answer) {
  if (question.kind >= static_cast<std::uint32_t>(plan.kind_count) || fds[kFdsOfAStart - 1] < 0) {
    errno = EINVAL;
    return fail(answer, "no such program");
  }
  constexpr unsigned long kApart = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC;
  const auto launcher = static_cast<pid_t>(::syscall(SYS_clone, kApart | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
  if (launcher == 0) ::_exit(launch(plan, question, fds, run));
  if (launcher < 0) return fail(answer, "clone");
  answer.launcher = launcher;
}

}  // namespace

int serve(const Plan& plan, int (*run)(const Plan& plan)) {
  ::prctl(PR_SET_DUMPABLE, 0);
  ::fcntl(plan.serve, F_SETFD, FD_CLOEXEC);
  Answer answer;
  while (::send(plan.serve, &answer, sizeof answer, MSG_NOSIGNAL) == static_cast<ssize_t>(sizeof answer)) {
    answer = Answer{};
    Question question;
    int fds[kFdsOfAStart];
    if (!receive(plan.serve, question, fds)) break;
    switch (question.wish) {
      case Wish::kStart:
        start(plan, question, fds, run, answer);
        break;
      case Wish::kKill:
        if (question.launcher > 0) ::kill(question.launcher, SIGKILL);
        break;
      case Wish::kReap:
        while (question.launcher > 0 && ::waitpid(question.launcher, &answer.wait_status, 0) < 0 && errno == EINTR) {
        }
        break;
    }
    for (const int fd : fds) {
      if (fd >= 0) ::close(fd);
    }
  }
  return 0;  // process 1 of the outer namespace: nothing is left
}

}  // namespace sandbox
