#pragma once
#include <aio/clock.hpp>
#include <aio/diagnostics.hpp>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace aio {

class Host;
struct IdleState;
struct RunOptions;
namespace detail {
class RequestInFlight;
class TaskBase;
}  // namespace detail

/// Who moves the loop's clock.
enum class ClockMode {
  kReal,     ///< the machine
  kVirtual,  ///< the loop: with nothing else left to do it jumps to the next timer; it stands still while a request or
             ///< a job is in flight
  kExternal  ///< the host, by `EventLoop::advance_to`
};

/// Runs tasks one step at a time on the thread that called `run`: first in, first out; timers by time and, among
/// equals, in the order they were set.
///
/// Threads:  `post` from any thread, everything else from the loop's own.
/// Source:   CPython's asyncio.base_events, whose order of events it keeps.
class EventLoop {
 public:
  using Callback = std::move_only_function<void()>;
  using TimerId = std::pair<TimePoint, std::uint64_t>;

  explicit EventLoop(const RunOptions& options);
  EventLoop(const EventLoop&) = delete;
  EventLoop& operator=(const EventLoop&) = delete;
  ~EventLoop();

  /// Returns the loop that runs in this thread; throws `InvalidStateError` when there is none.
  static EventLoop& current();
  static EventLoop* current_or_null();

  /// Has `callback` run on the loop's thread, soon, and wakes the loop for it. Safe from any thread, until `run`
  /// returns. `callback` throws nothing.
  void post(std::function<void()> callback);

  /// Sets the clock and fires the timers due by then. Only in `kExternal`; a time in the past changes nothing.
  void advance_to(TimePoint time);
  ClockMode clock_mode() const { return mode_; }
  TimePoint now() const;

  // The rest is the kit's own business.

  /// Has `callback` run after everything that is ready already.
  void call_soon(Callback callback);
  TimerId call_at(TimePoint time, Callback callback);
  void cancel_timer(const TimerId& timer);

  /// Runs until `finished()`; returns false when it can never be, because nothing is left that could wake a task.
  bool run_until(const std::function<bool()>& finished);

  void add_task(std::shared_ptr<detail::TaskBase> task);
  void remove_task(const detail::TaskBase& task);
  std::vector<std::shared_ptr<detail::TaskBase>> tasks() const;
  void add_failed(detail::TaskBase& task);
  void remove_failed(const detail::TaskBase& task);
  /// Reports the tasks whose exceptions nobody has asked for, although somebody still holds a handle.
  void report_unretrieved(const detail::TaskBase& but_this);
  detail::TaskBase* current_task() const { return current_task_; }
  void set_current_task(detail::TaskBase* task) { current_task_ = task; }
  void set_main_task(const detail::TaskBase* task) { main_task_ = task; }

  void add_request(detail::RequestInFlight& request) { requests_.push_back(&request); }
  void remove_request(detail::RequestInFlight& request) { std::erase(requests_, &request); }
  void add_job() { ++jobs_; }
  void remove_job() { --jobs_; }
  std::size_t jobs() const { return jobs_; }
  bool has_outstanding() const { return !requests_.empty() || jobs_ > 0; }
  void add_external_work(int change);

  Host& host() const { return *host_; }
  Duration slow_step() const { return slow_step_; }

 private:
  IdleState idle_state() const;
  bool wait_for_work();
  void take_posted();
  void fire_due_timers();

  const ClockMode mode_;
  const Duration slow_step_;
  Host* const host_;
  const std::chrono::steady_clock::time_point started_;
  TimePoint now_{};  // unused in kReal

  std::deque<Callback> ready_;
  std::map<TimerId, Callback> timers_;
  std::uint64_t next_timer_serial_ = 0;
  std::map<std::uint64_t, std::shared_ptr<detail::TaskBase>> tasks_;  // those not done, by the order of creation
  std::map<std::uint64_t, detail::TaskBase*> failed_;
  std::uint64_t last_task_serial_ = 0;
  detail::TaskBase* current_task_ = nullptr;
  const detail::TaskBase* main_task_ = nullptr;
  std::vector<detail::RequestInFlight*> requests_;
  std::size_t jobs_ = 0;

  std::mutex mutex_;  // guards what follows
  std::condition_variable posted_or_released_;
  std::vector<std::function<void()>> posted_;
  int external_work_ = 0;
};

namespace detail {
/// Hands a diagnostic to the host of the loop in this thread, or prints it when there is none.
void report(const Diagnostic& diagnostic) noexcept;
/// Returns `base + offset`, or the end of time where that would overflow.
TimePoint add_saturating(TimePoint base, Duration offset);
}  // namespace detail

}  // namespace aio
