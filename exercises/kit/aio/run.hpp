#pragma once
#include <aio/clock.hpp>
#include <aio/detail/task_state.hpp>
#include <memory>
#include <source_location>

namespace aio {

class Host;

/// How `run` runs.
struct RunOptions {
  bool virtual_time = false;  ///< sleeps and limits pass at once, in order; see `ClockMode::kVirtual`
  Duration slow_step =
      std::chrono::milliseconds(100);  ///< real time; a longer step is reported as `kBlockedLoop`; zero: no watch
  Host* host = nullptr;                ///< hears of idleness and mistakes; null: mistakes are printed to stderr
  bool external_time = false;          ///< the host moves the clock; see `ClockMode::kExternal`
};

namespace detail {

/// The loop of one `run`, from its start to the end of everything that was started in it.
class Runner {
 public:
  explicit Runner(const RunOptions& options);
  Runner(const Runner&) = delete;
  Runner& operator=(const Runner&) = delete;
  ~Runner();
  void run(const std::shared_ptr<TaskBase>& main);

 private:
  void finish_all(bool report_tasks);
  std::string describe_deadlock() const;

  std::unique_ptr<EventLoop> loop_;
};

}  // namespace detail

/// Runs a task, and all that it starts, in an event loop on this thread, to its end.
///
/// Returns:  the task's result.
/// Errors:   what the task throws (`CancelledError` too). `DeadlockError` when all tasks wait and nothing could ever
///           wake one: then the tasks are cancelled first. `InvalidStateError` when a loop is running in this thread
///           already.
/// Threads:  blocks until the task, every task it created, every request and every job have ended. Tasks still running
///           when the first one ends are cancelled and reported as `kNeverJoined`.
/// Source:   asyncio.run.
template <class T>
T run(Task<T> task, RunOptions options = {}, std::source_location place = std::source_location::current()) {
  detail::Runner runner(options);
  const auto main = detail::start_task(std::move(task), "main", detail::Origin::of(place));
  runner.run(main);
  return main->take();
}

}  // namespace aio
