#pragma once
#include <aio/clock.hpp>
#include <aio/errors.hpp>
#include <aio/task.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <source_location>
#include <utility>

namespace aio {

class EventLoop;

namespace detail {

class TaskBase;

/// A limit on what the current task does while this object lives: when it runs out, the task is cancelled.
class TimeoutScope {
 public:
  explicit TimeoutScope(Duration limit);
  TimeoutScope(const TimeoutScope&) = delete;
  TimeoutScope& operator=(const TimeoutScope&) = delete;
  /// Takes the cancellation back if the limit ran out, whatever became of it.
  ~TimeoutScope() { leave(); }

  /// To be called when a `CancelledError` reaches the scope: throws `TimeoutError` if it was this scope's doing and
  /// nobody else's.
  void translate_cancellation();

 private:
  /// Ends the limit; returns whether it had run out and no request to cancel is left but those from before the scope.
  bool leave();

  EventLoop& loop_;
  std::shared_ptr<TaskBase> task_;
  Duration limit_;
  int cancelling_before_;
  std::shared_ptr<bool> armed_;  // tells a callback that is on its way already whether the scope still stands
  std::optional<std::pair<TimePoint, std::uint64_t>> timer_;
  bool expired_ = false;
};

template <class T>
Task<T> run_with_limit(Duration limit, Task<T> operation) {
  TimeoutScope scope(limit);
  try {
    co_return co_await operation;
  } catch (const CancelledError&) {
    scope.translate_cancellation();
    throw;
  }
}

}  // namespace detail

/// Runs `operation` for at most `limit`: when the limit runs out, cancels it, waits for its clean-up, and throws
/// `TimeoutError`.
///
/// Units:    time of the running loop, from the moment the result is awaited. Zero or less: until the operation first
///           waits.
/// Returns:  what the operation returns. An operation that catches the cancellation and returns a value nevertheless is
///           believed.
/// Errors:   `TimeoutError` after the limit. Whatever else the operation throws comes through unchanged, also while it
///           is being cancelled. `CancelledError` when the task was cancelled from outside, also if that came at the
///           same moment as the limit.
/// Threads:  the operation runs in the task that awaits; limits nest, and each throws for itself alone.
/// Source:   asyncio.timeout of Python 3.11, whose counting of cancellations it keeps.
template <class T>
Task<T> timeout(Duration limit, Task<T> operation, std::source_location place = std::source_location::current()) {
  Task<T> task = detail::run_with_limit(limit, std::move(operation));
  task.set_origin({"timeout", place.file_name(), place.line()});
  return task;
}

}  // namespace aio
