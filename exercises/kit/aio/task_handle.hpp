#pragma once
#include <aio/detail/task_state.hpp>
#include <memory>
#include <source_location>
#include <string>
#include <utility>

namespace aio {

/// Refers to a running or finished task, whatever its result: to ask how it stands, and to cancel it. Copies refer to
/// the same task.
///
/// Threads:  the loop's thread only.
class AnyTask {
 public:
  explicit AnyTask(std::shared_ptr<detail::TaskBase> task) : base_(std::move(task)) {}

  const std::string& name() const { return base_->name(); }
  /// Returns whether the task has ended: with a value, an exception, or as cancelled.
  bool done() const { return base_->done(); }
  /// Returns whether the task has ended by a `CancelledError`. False right after `cancel()`: the task has to take its
  /// next step first.
  bool cancelled() const { return base_->cancelled(); }

  /// Asks the task to end: a `CancelledError` is thrown once, at the await where it is suspended or, if it is running,
  /// at its next one.
  ///
  /// A task that has not begun ends without running; one that ends before it awaits again counts as cancelled; one that
  /// waits for another task passes the request on and waits for that one's end.
  /// Returns:  false when the task is done already; nothing happens then. True otherwise, though the task may still
  ///           catch the request and go on.
  bool cancel() { return base_->cancel(); }
  /// Returns how many calls of `cancel` have not been taken back by `uncancel`.
  int cancelling() const { return base_->cancelling(); }
  /// Takes one `cancel` back, by whoever made it and has dealt with its `CancelledError`. Returns how many are left.
  int uncancel() { return base_->uncancel(); }

  bool operator==(const AnyTask&) const = default;

  /// For the kit's own use.
  const std::shared_ptr<detail::TaskBase>& shared() const { return base_; }

 protected:
  detail::TaskBase& base() const { return *base_; }

 private:
  std::shared_ptr<detail::TaskBase> base_;
};

/// A task made by `create_task`: its state, and its result once it is done. Copies refer to the same task.
///
/// Dropping the last handle does not stop the task. A task that fails unasked is reported as `kNeverRetrieved`; one
/// that is still running when `run` ends is cancelled and reported as `kNeverJoined`.
/// Threads:  the loop's thread only.
/// Source:   asyncio.Task.
template <class T>
class TaskHandle : public AnyTask {
 public:
  explicit TaskHandle(std::shared_ptr<detail::TaskState<T>> task) : AnyTask(std::move(task)) {}

  /// Returns the task's value: a copy, or, when `T` cannot be copied, the value itself, for the first who asks.
  ///
  /// Errors:   `InvalidStateError` while the task is not done; `CancelledError` when it was cancelled; else what the
  ///           task itself threw.
  T result() const { return state().take(); }

  /// Returns the exception the task ended by, or null when it has a value.
  ///
  /// Errors:   `InvalidStateError` while the task is not done; `CancelledError` when it was cancelled.
  std::exception_ptr exception() const { return base().exception(); }

  /// Waits for the task's end and gives its result, as `co_await handle` does.
  ///
  /// Errors:   as `result()`. When the task that waits is cancelled, the task waited for is cancelled too, and the wait
  ///           goes on until that one has ended; if it ends with a value nevertheless, the wait does so too.
  Task<T> join(std::source_location place = std::source_location::current()) const {
    Task<T> task = join_handle(*this);
    task.set_origin({"join", place.file_name(), place.line()});
    return task;
  }

  auto operator co_await() const {
    struct Awaiter final : detail::JoinWait {
      using JoinWait::JoinWait;
      T await_resume() {
        throw_if_cancelled();
        return static_cast<detail::TaskState<T>&>(source()).take();
      }
    };
    return Awaiter(shared());
  }

 private:
  static Task<T> join_handle(TaskHandle handle) { co_return co_await handle; }
  detail::TaskState<T>& state() const { return static_cast<detail::TaskState<T>&>(base()); }
};

/// Starts a task: it runs at the same time as the task that makes it, beginning when that one next waits.
///
/// Returns:  its handle. `name` appears in diagnostics; without one the task is called `task-N`.
/// Errors:   `InvalidStateError` when no loop is running in this thread.
template <class T>
TaskHandle<T> create_task(Task<T> task, std::string name = "",
                          std::source_location place = std::source_location::current()) {
  return TaskHandle<T>(detail::start_task(std::move(task), std::move(name), detail::Origin::of(place)));
}

/// Returns the task that is running now, for code that cancels or counts its own cancellations.
AnyTask current_task();

}  // namespace aio
