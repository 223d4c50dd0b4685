#include "grader/sandbox/watch.hpp"

#include <poll.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <ctime>

#include "grader/sandbox/process_tree.hpp"

namespace sandbox {
namespace {

constexpr int kTickMs = 10;
constexpr int kTicksPerCpuCheck = 10;

// Looks at the tree; says which limit it has passed.
class Watch {
 public:
  Watch(const Plan& plan, pid_t program) : plan_(plan), glimpse_(program) {}

  Reason look(Ended& ended) {
    const bool cpu_too = plan_.cpu_seconds > 0 && ++ticks_ % kTicksPerCpuCheck == 0;
    const long last = glimpse_.last_begun();
    if (alone_ && !cpu_too && last >= 0 && last == seen_last_) {
      now_.resident_bytes = glimpse_.resident_bytes();  // threads may have ended, none has begun
    } else {
      now_ = usage_below();
      alone_ = now_.processes == 1;
      seen_last_ = last;  // from before: what began meanwhile is looked at the next time
    }
    if (now_.resident_bytes > ended.peak_bytes) ended.peak_bytes = now_.resident_bytes;
    if (now_.tasks > ended.peak_tasks) ended.peak_tasks = now_.tasks;
    if (plan_.memory_bytes > 0 && now_.resident_bytes > plan_.memory_bytes) return Reason::kMemory;
    if (plan_.tasks > 0 && now_.tasks > plan_.tasks) return Reason::kProcesses;
    if (cpu_too) {
      const std::int64_t all = now_.cpu_us + cpu_of_the_dead();
      if (all > static_cast<std::int64_t>(plan_.cpu_seconds + 1) * 1'000'000) return Reason::kProcessorTime;
    }
    return Reason::kItself;
  }

 private:
  const Plan& plan_;
  Glimpse glimpse_;
  Usage now_;
  bool alone_ = false;
  long seen_last_ = -1;
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

// Only called without a descriptor for the program's end.
bool has_ended(pid_t program) {
  siginfo_t info{};
  return ::waitid(P_PID, static_cast<id_t>(program), &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid != 0;
}

std::int64_t now_ms() {
  timespec now{};
  ::clock_gettime(CLOCK_MONOTONIC, &now);
  return now.tv_sec * 1000LL + now.tv_nsec / 1'000'000;
}

}  // namespace

std::int64_t cpu_of_the_dead() {
  struct rusage used{};
  ::getrusage(RUSAGE_CHILDREN, &used);
  return (used.ru_utime.tv_sec + used.ru_stime.tv_sec) * 1'000'000LL + used.ru_utime.tv_usec + used.ru_stime.tv_usec;
}

// The control socket's end is what the starter's death or wish looks like. Calls for the broker do not put off the next
// look at the tree, however many there are.
Reason watch_over(const Plan& plan, pid_t program, int listener, ConnectBroker& broker, Ended& ended) {
  const int end = static_cast<int>(::syscall(SYS_pidfd_open, program, 0));
  Watch watch(plan, program);
  const bool looks = end < 0 || plan.memory_bytes > 0 || plan.tasks > 0 || plan.cpu_seconds > 0;
  std::int64_t next_look = now_ms() + kTickMs;
  for (;;) {
    pollfd waits[] = {{end, POLLIN, 0}, {plan.control, POLLRDHUP, 0}, {listener, POLLIN, 0}};
    const std::int64_t left = next_look - now_ms();
    ::poll(waits, 3, looks ? static_cast<int>(left > 0 ? left : 0) : -1);
    if ((waits[1].revents & (POLLHUP | POLLRDHUP | POLLERR)) != 0) return Reason::kItself;
    if (waits[0].revents != 0) return Reason::kItself;
    if ((waits[2].revents & POLLIN) != 0) broker.serve();
    if ((waits[2].revents & (POLLHUP | POLLERR)) != 0) listener = -1;  // nobody is left who could call
    if (!looks || now_ms() < next_look) continue;
    if (end < 0 && has_ended(program)) return Reason::kItself;
    const Reason passed = watch.look(ended);
    if (passed != Reason::kItself) return passed;
    reap_others(program);
    next_look = now_ms() + kTickMs;
  }
}

}  // namespace sandbox
