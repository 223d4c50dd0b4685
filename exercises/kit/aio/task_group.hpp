#pragma once
#include <aio/task_handle.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <source_location>
#include <string>
#include <vector>

namespace aio {

namespace detail {
class GroupState;
}

/// Several tasks that stand or fall together: the first one to fail cancels the others.
///
/// `TaskGroup group; auto page = group.create_task(fetch(url)); co_await group.join(); use(page.result());`
///
/// Errors:   `join` waits for all tasks, then throws the exception of the one that failed first, itself and not
///           wrapped, so that it is caught by its type. The others are in `errors()`; those that nobody asks for are
///           reported as `kNeverRetrieved`. A task that is cancelled by itself is no failure. When the task that joins
///           is cancelled, the group's tasks are cancelled and waited for; then `CancelledError` is thrown, unless one
///           of them failed.
/// Threads:  the loop's thread only.
/// Requires: a group is joined. One that is destroyed before cancels its tasks and is reported as `kNeverJoined`.
/// Source:   asyncio.TaskGroup of Python 3.11, which throws an ExceptionGroup of all errors instead.
class TaskGroup {
 public:
  explicit TaskGroup(std::source_location place = std::source_location::current());
  TaskGroup(const TaskGroup&) = delete;
  TaskGroup& operator=(const TaskGroup&) = delete;
  ~TaskGroup();

  /// Starts a task of this group; also tasks of the group may do so, as long as one is running.
  ///
  /// Errors:   `InvalidStateError` when the group is shutting down after a failure or has been joined.
  template <class T>
  TaskHandle<T> create_task(Task<T> task, std::string name = "",
                            std::source_location place = std::source_location::current()) {
    throw_if_closed();
    auto handle = aio::create_task(std::move(task), std::move(name), place);
    add(handle);
    return handle;
  }

  /// Waits for all tasks of the group. A failure before or during it shows here.
  Task<void> join(std::source_location place = std::source_location::current());

  /// Returns the exceptions of all tasks that failed, in the order they did; the first is the one that `join` throws.
  std::vector<std::exception_ptr> errors() const;

 private:
  friend Task<void> with_task_group(std::function<Task<void>(TaskGroup&)>, std::source_location);

  void throw_if_closed() const;
  void add(const AnyTask& task);

  std::shared_ptr<detail::GroupState> state_;
};

/// Runs `body`, which starts tasks in a group, and then waits for them all: the group as a block, as Python has it.
///
/// What a plain `TaskGroup` cannot do: when a task fails while the body runs, the body is cancelled, too. An exception
/// from the body cancels the tasks.
/// Errors:   as `TaskGroup::join`; an exception of the body counts as one of the failures.
Task<void> with_task_group(std::function<Task<void>(TaskGroup&)> body,
                           std::source_location place = std::source_location::current());

}  // namespace aio
