#include <fcntl.h>
#include <unistd.h>

#include <aio/detail/step_watch.hpp>
#include <cstdio>

// Theory of operation. The kernel counts how long this thread has been ready to run without a processor. Reading that
// counter costs about as much as a short step, so it is not read before every step but once in a quarter of
// `slow_step`, and again only when a step has turned out slow. The difference may include a delay from before the step;
// the watch then errs on the side of silence.
namespace aio::detail {
namespace {

using SteadyTime = std::chrono::steady_clock::time_point;

Duration run_delay_of_thread() {
  const int fd = ::open("/proc/thread-self/schedstat", O_RDONLY | O_CLOEXEC);
  if (fd < 0) return Duration::zero();
  char text[96] = {};
  const auto size = ::read(fd, text, sizeof text - 1);
  ::close(fd);
  unsigned long long on_cpu = 0;
  unsigned long long delay = 0;
  if (size <= 0 || std::sscanf(text, "%llu %llu", &on_cpu, &delay) != 2) return Duration::zero();
  return Duration(static_cast<Duration::rep>(delay));
}

struct Baseline {
  SteadyTime taken{};
  Duration run_delay{};
};
thread_local Baseline baseline;

}  // namespace

StepWatch::StepWatch(const EventLoop& loop, const std::string& name, const Origin& origin)
    : loop_(loop), name_(name), origin_(origin) {
  if (loop_.slow_step() <= Duration::zero()) return;
  started_ = std::chrono::steady_clock::now();
  if (started_ - baseline.taken > loop_.slow_step() / 4) {
    baseline = {started_, run_delay_of_thread()};
    started_ = std::chrono::steady_clock::now();
  }
}

StepWatch::~StepWatch() {
  if (loop_.slow_step() <= Duration::zero()) return;
  const Duration elapsed = std::chrono::steady_clock::now() - started_;
  if (elapsed <= loop_.slow_step()) return;
  const Duration blocked = elapsed - (run_delay_of_thread() - baseline.run_delay);
  if (blocked <= loop_.slow_step()) return;
  char seconds[32];
  std::snprintf(seconds, sizeof seconds, "%.3f", std::chrono::duration<double>(blocked).count());
  report({.kind = Diagnostic::Kind::kBlockedLoop,
          .text = "a step of task '" + name_ + "' blocked the loop for " + seconds +
                  " s: no other task could run meanwhile",
          .file = origin_.file,
          .line = origin_.line});
}

}  // namespace aio::detail
