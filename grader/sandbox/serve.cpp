#include "grader/sandbox/serve.hpp"

#include <fcntl.h>
#include <linux/capability.h>
#include <net/if.h>
#include <sched.h>
#include <sys/ioctl.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstring>

#include "grader/sandbox/control.hpp"
#include "grader/sandbox/pass_descriptors.hpp"

namespace sandbox {
namespace {

constexpr int kChannelFd = 3;
constexpr int kControlFd = 4;
constexpr int kCgroupFd = 5;  // and the next one
constexpr int kFirstFree = 20;
constexpr int kMostCgroups = 64;

// Takes one question and the descriptors that come with it. Returns false when nobody is left who could ask.
bool receive(int socket, Question& question, int (&fds)[kFdsOfAStart]) {
  for (int& fd : fds) fd = -1;
  int count = 0;
  return receive_with_descriptors(socket, &question, sizeof question, fds, kFdsOfAStart, count) ==
         static_cast<long>(sizeof question);
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

// The cgroup of one program: its memory and its tasks are bounded by the kernel.
struct Cgroup {
  pid_t launcher = 0;
  unsigned number = 0;
  int procs = -1;
  int events = -1;
};

Cgroup cgroups[kMostCgroups];
unsigned cgroups_made = 0;

bool write_to(int folder, const char* file, std::uint64_t value) {
  char text[32];
  const int size = std::snprintf(text, sizeof text, "%llu", static_cast<unsigned long long>(value));
  const int fd = ::openat(folder, file, O_WRONLY | O_CLOEXEC);
  const bool done = fd >= 0 && ::write(fd, text, static_cast<std::size_t>(size)) == size;
  if (fd >= 0) ::close(fd);
  return done;
}

void path_of(const Plan& plan, unsigned number, char (&path)[64]) {
  std::snprintf(path, sizeof path, "%s/%u", plan.cgroups, number);
}

// Without a limit there is nothing to bound, but the cgroup is made all the same.
bool make_cgroup(const Plan& plan, Cgroup& made) {
  char path[64];
  made.number = ++cgroups_made;
  path_of(plan, made.number, path);
  if (::mkdir(path, 0755) != 0) return false;
  const int folder = ::open(path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  bool done = folder >= 0;
  if (plan.memory_bytes > 0) {
    done = done && write_to(folder, "memory.max", plan.memory_bytes) && write_to(folder, "memory.oom.group", 1);
    write_to(folder, "memory.swap.max", 0);  // where there is no swap there is no such file
  }
  // As for processes of a user of its own: room for what comes between two looks at the tree.
  if (plan.tasks > 0) done = done && write_to(folder, "pids.max", 2 * plan.tasks);
  made.procs = done ? ::openat(folder, "cgroup.procs", O_WRONLY | O_CLOEXEC) : -1;
  made.events = done ? ::openat(folder, "memory.events", O_RDONLY | O_CLOEXEC) : -1;
  if (folder >= 0) ::close(folder);
  return made.procs >= 0 && made.events >= 0;
}

void remember(const Cgroup& made, pid_t launcher) {
  for (Cgroup& place : cgroups) {
    if (place.launcher != 0) continue;
    place = made;
    place.launcher = launcher;
    return;
  }
}

// One that cannot be removed, as it has processes still, is removed with the home.
void forget(const Plan& plan, pid_t launcher) {
  for (Cgroup& place : cgroups) {
    if (place.launcher != launcher) continue;
    char path[64];
    path_of(plan, place.number, path);
    ::rmdir(path);
    place = Cgroup{};
    return;
  }
}

// Descriptors 0 to 4, and those of the cgroup, whatever the numbers were before.
void arrange(const int (&fds)[kFdsOfAStart], const Cgroup& cgroup) {
  int high[kFdsOfAStart];
  for (int i = 0; i < kFdsOfAStart; ++i) high[i] = ::fcntl(fds[i], F_DUPFD_CLOEXEC, kFirstFree);
  const int procs = ::fcntl(cgroup.procs, F_DUPFD_CLOEXEC, kFirstFree);
  const int events = ::fcntl(cgroup.events, F_DUPFD_CLOEXEC, kFirstFree);
  ::dup2(high[0], kChannelFd);
  ::dup2(high[1], kControlFd);
  ::dup2(high[2], STDOUT_FILENO);
  ::dup2(high[2], STDERR_FILENO);
  if (procs >= 0) ::dup3(procs, kCgroupFd, O_CLOEXEC);
  if (events >= 0) ::dup3(events, kCgroupFd + 1, O_CLOEXEC);
  ::syscall(SYS_close_range, (procs >= 0 ? kCgroupFd + 1U : kControlFd) + 1U, ~0U, 0U);
}

// In the new process 1. What goes wrong is said on the output, which is read when there was no hello.
int launch(const Plan& served, const Question& question, const int (&fds)[kFdsOfAStart], const Cgroup& cgroup,
           int (*run)(const Plan& plan)) {
  arrange(fds, cgroup);
  if (::mount(nullptr, "/", nullptr, MS_REC | MS_PRIVATE, nullptr) != 0) usage("mount: private");
  if (::mount("proc", "/proc", "proc", MS_NOSUID | MS_NODEV | MS_NOEXEC, nullptr) != 0) usage("mount: /proc");
  if (served.cgroups != nullptr &&
      ::mount("none", served.cgroups, "tmpfs", MS_NOSUID | MS_NODEV | MS_NOEXEC | MS_RDONLY, "size=4k") != 0)
    usage("mount: over the cgroups");
  if (!set_the_loopback_up()) usage("the network");
  if (!give_up_all_rights()) usage("capabilities");
  Plan plan = served;
  plan.serve = -1;
  plan.control = kControlFd;
  plan.channel = kChannelFd;
  if (served.cgroups != nullptr) {
    plan.cgroup = kCgroupFd;
    plan.memory_events = kCgroupFd + 1;
  }
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
  Cgroup cgroup;
  if (plan.cgroups != nullptr && !make_cgroup(plan, cgroup)) return fail(answer, "a cgroup for the program");
  constexpr unsigned long kApart = CLONE_NEWPID | CLONE_NEWNS | CLONE_NEWNET | CLONE_NEWIPC;
  const auto launcher = static_cast<pid_t>(::syscall(SYS_clone, kApart | SIGCHLD, nullptr, nullptr, nullptr, nullptr));
  if (launcher == 0) ::_exit(launch(plan, question, fds, cgroup, run));
  if (launcher < 0) return fail(answer, "clone");
  answer.launcher = launcher;
  if (plan.cgroups == nullptr) return;
  ::close(cgroup.procs);
  ::close(cgroup.events);
  remember(cgroup, launcher);
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
        if (plan.cgroups != nullptr) forget(plan, question.launcher);
        break;
    }
    for (const int fd : fds) {
      if (fd >= 0) ::close(fd);
    }
  }
  return 0;  // process 1 of the outer namespace: nothing is left
}

}  // namespace sandbox
