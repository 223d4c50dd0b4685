#pragma once
#include <aio/detail/state.hpp>
#include <aio/task.hpp>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <variant>

namespace aio {
class EventLoop;
}

namespace aio::detail {

template <class T>
using Stored = std::conditional_t<std::is_void_v<T>, std::monostate, T>;

/// A coroutine that the loop runs step by step. Theory of operation: task_state.cpp.
class TaskBase : public StateBase {
 public:
  TaskBase(std::coroutine_handle<> coroutine, std::string name, const Origin& origin);
  ~TaskBase() override;

  bool cancel() override;
  int cancelling() const { return cancel_requests_; }
  int uncancel();
  const std::string& name() const { return name_; }
  std::string describe() const override;
  /// Names what the task waits for; empty when it does not wait.
  std::string describe_wait() const;
  std::uint64_t serial() const { return serial_; }
  void set_serial(std::uint64_t serial) { serial_ = serial; }

  /// Makes the task known to the loop and schedules its first step.
  void start();
  /// Reports that the task was still running when it should not have been.
  void report_never_joined() const;
  /// Destroys the coroutine where it stands; for a task that can never go on.
  void abandon();

 protected:
  /// Moves the finished coroutine's value into the state, or throws what the coroutine threw.
  virtual void collect() = 0;

 private:
  friend class Suspension;

  void step();
  void schedule_step();
  void finish();
  void destroy_coroutine();
  std::shared_ptr<TaskBase> self();

  EventLoop* loop_;
  std::coroutine_handle<> coroutine_;
  Suspension* suspension_ = nullptr;
  std::string name_;
  std::uint64_t serial_ = 0;
  int cancel_requests_ = 0;
  bool started_ = false;
  bool must_cancel_ = false;
};

template <class T>
class TaskState final : public TaskBase {
 public:
  TaskState(Task<T> task, std::string name, const Origin& origin)
      : TaskState(task.release(), std::move(name), origin) {}

  /// Returns a copy of the value; a value that cannot be copied is moved out, for the first who asks.
  T take() {
    throw_unless_value();
    if constexpr (std::is_void_v<T>) {
      return;
    } else if constexpr (std::is_copy_constructible_v<T>) {
      return *value_;
    } else {
      return std::move(*value_);
    }
  }

 private:
  using Handle = typename Task<T>::Handle;

  TaskState(Handle coroutine, std::string name, const Origin& origin)
      : TaskBase(coroutine, std::move(name), origin), coroutine_(coroutine) {}

  void collect() override {
    if constexpr (std::is_void_v<T>) {
      coroutine_.promise().take();
    } else {
      value_.emplace(coroutine_.promise().take());
    }
  }

  Handle coroutine_;
  std::optional<Stored<T>> value_;
};

/// Throws `InvalidStateError` unless a loop runs in this thread.
void throw_without_loop();

template <class T>
std::shared_ptr<TaskState<T>> start_task(Task<T> task, std::string name, Origin origin) {
  origin.function = task.origin().function;
  throw_without_loop();  // while the task can still report itself
  auto state = std::make_shared<TaskState<T>>(std::move(task), std::move(name), origin);
  state->start();
  return state;
}

}  // namespace aio::detail
