#pragma once
#include <coroutine>
#include <string>

namespace aio::detail {

class TaskBase;

/// One wait of one task: the object that a `co_await` keeps in the coroutine's frame while the task is parked.
///
/// It mirrors the future that a CPython task waits for. `cancel` asks it to end the wait early; when it cannot (the
/// wait is over already, only the task's step is still to come), the task remembers the request and throws at its next
/// step instead.
class Suspension {
 public:
  Suspension() = default;
  Suspension(const Suspension&) = delete;
  Suspension& operator=(const Suspension&) = delete;

  /// Returns whether the request was taken; the task is then woken by this object, now or later.
  virtual bool cancel() = 0;
  /// Names what is waited for, for the report of a deadlock: `a future`, `task 'x'`.
  virtual std::string describe() const = 0;

 protected:
  virtual ~Suspension() = default;

  /// Parks the current task on this object; a cancellation that is due takes effect at once.
  void park(std::coroutine_handle<> coroutine);
  /// Has the task take its next step soon. Once only.
  void wake();
  /// As `wake`, and the task finds a `CancelledError` thrown at its await.
  void wake_cancelled();
  bool woken() const { return woken_; }
  /// To be called first in `await_resume`.
  void throw_if_cancelled() const;

 private:
  friend class TaskBase;

  std::coroutine_handle<> coroutine_;
  TaskBase* task_ = nullptr;
  bool woken_ = false;
  bool cancelled_ = false;
};

}  // namespace aio::detail
