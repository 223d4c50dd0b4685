#pragma once
#include <aio/detail/origin.hpp>
#include <coroutine>
#include <exception>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace aio {

template <class T = void>
class Task;

namespace detail {

/// What the promises of all tasks share. Resuming and finishing go by symmetric transfer, so a chain of awaits of any
/// length takes no stack.
class PromiseBase {
 public:
  struct FinalAwaiter {
    bool await_ready() const noexcept { return false; }
    template <class Promise>
    std::coroutine_handle<> await_suspend(std::coroutine_handle<Promise> finished) const noexcept {
      return finished.promise().continuation_;
    }
    void await_resume() const noexcept {}
  };

  std::suspend_always initial_suspend() const noexcept { return {}; }
  FinalAwaiter final_suspend() const noexcept { return {}; }
  void unhandled_exception() noexcept { error_ = std::current_exception(); }

  void set_continuation(std::coroutine_handle<> continuation) { continuation_ = continuation; }
  void set_origin(const Origin& origin) { origin_ = origin; }
  const Origin& origin() const { return origin_; }

 protected:
  void rethrow_error() const {
    if (error_) std::rethrow_exception(error_);
  }

 private:
  std::coroutine_handle<> continuation_ = std::noop_coroutine();
  std::exception_ptr error_;
  Origin origin_;
};

template <class T>
class Promise final : public PromiseBase {
  static_assert(std::is_object_v<T> && !std::is_const_v<T>, "a task returns an object by value");

 public:
  Task<T> get_return_object(const char* function = __builtin_FUNCTION(), const char* file = __builtin_FILE(),
                            unsigned line = __builtin_LINE()) {
    set_origin({function, file, line});
    return Task<T>(std::coroutine_handle<Promise>::from_promise(*this));
  }
  void return_value(T value) { value_.emplace(std::move(value)); }
  T take() {
    rethrow_error();
    if (!value_) report_no_co_return(origin());
    return std::move(*value_);
  }

 private:
  std::optional<T> value_;
};

template <>
class Promise<void> final : public PromiseBase {
 public:
  Task<void> get_return_object(const char* function = __builtin_FUNCTION(), const char* file = __builtin_FILE(),
                               unsigned line = __builtin_LINE());
  void return_void() const noexcept {}
  void take() const { rethrow_error(); }
};

/// Owns a coroutine that somebody has begun to await, and destroys it when the await expression ends.
template <class T>
class TaskAwaiter {
 public:
  explicit TaskAwaiter(std::coroutine_handle<Promise<T>> coroutine) : coroutine_(coroutine) {
    if (!coroutine_) throw_already_awaited();
  }
  TaskAwaiter(const TaskAwaiter&) = delete;
  TaskAwaiter& operator=(const TaskAwaiter&) = delete;
  ~TaskAwaiter() { coroutine_.destroy(); }

  bool await_ready() const noexcept { return false; }
  std::coroutine_handle<> await_suspend(std::coroutine_handle<> awaiting) noexcept {
    coroutine_.promise().set_continuation(awaiting);
    return coroutine_;
  }
  T await_resume() { return coroutine_.promise().take(); }

 private:
  std::coroutine_handle<Promise<T>> coroutine_;
};

}  // namespace detail

/// A coroutine that has been called and not yet started. `co_await` runs it and gives its result; until then not one
/// line of its body has run.
///
/// Returns:  from `co_await task`: the value of the coroutine's `co_return`.
/// Errors:   whatever the coroutine throws comes out of the `co_await`. Awaiting a task twice throws
///           `InvalidStateError`. A task that is dropped without being awaited is reported as `kNeverAwaited`; running
///           off the end without `co_return` is reported as `kNoCoReturn` and throws `std::logic_error`, where the
///           compiler only warns.
/// Threads:  the body runs on the thread of the loop, in the task that awaits it, from one `co_await` to the next
///           without interruption.
/// Requires: parameters taken by reference outlive the await. Take them by value when in doubt.
/// Source:   Python's coroutine objects; `co_await` of a `Task` is `await` of a coroutine, and does not by itself give
///           way to other tasks.
template <class T>
class [[nodiscard("a Task does nothing until it is awaited: co_await it, or give it to create_task")]] Task {
 public:
  using promise_type = detail::Promise<T>;
  using Handle = std::coroutine_handle<promise_type>;

  explicit Task(Handle coroutine) : coroutine_(coroutine) {}
  Task(Task&& other) noexcept : coroutine_(std::exchange(other.coroutine_, {})) {}
  Task& operator=(Task&& other) noexcept {
    Task(std::move(other)).swap(*this);
    return *this;
  }
  ~Task() {
    if (!coroutine_) return;
    detail::report_never_awaited(coroutine_.promise().origin());
    coroutine_.destroy();
  }

  detail::TaskAwaiter<T> operator co_await() { return detail::TaskAwaiter<T>(release()); }

  /// Gives the coroutine away; for the kit's own use.
  Handle release() noexcept { return std::exchange(coroutine_, {}); }
  /// Changes the name and place that a diagnostic gives for this task; for functions that wrap a coroutine.
  void set_origin(const detail::Origin& origin) {
    if (coroutine_) coroutine_.promise().set_origin(origin);
  }
  /// Returns the name of the coroutine and where it is defined.
  detail::Origin origin() const { return coroutine_ ? coroutine_.promise().origin() : detail::Origin(); }

 private:
  void swap(Task& other) noexcept { std::swap(coroutine_, other.coroutine_); }

  Handle coroutine_;
};

inline Task<void> detail::Promise<void>::get_return_object(const char* function, const char* file, unsigned line) {
  set_origin({function, file, line});
  return Task<void>(std::coroutine_handle<Promise>::from_promise(*this));
}

}  // namespace aio
