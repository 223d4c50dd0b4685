#include <aio/detail/event_loop.hpp>
#include <aio/detail/suspension.hpp>
#include <aio/sleep.hpp>

namespace aio {
namespace {

using detail::Suspension;

/// Gives way once. It cannot be cut short, as the task's next step is scheduled at once; a cancellation is thrown
/// there.
class Yield final : public Suspension {
 public:
  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    park(coroutine);
    wake();
  }
  void await_resume() const { throw_if_cancelled(); }
  bool cancel() override { return false; }
  std::string describe() const override { return "its turn"; }
};

class TimerWait final : public Suspension {
 public:
  explicit TimerWait(Duration duration) : loop_(EventLoop::current()), duration_(duration) {}
  ~TimerWait() override { loop_.cancel_timer(timer_); }

  bool await_ready() const { return false; }
  void await_suspend(std::coroutine_handle<> coroutine) {
    timer_ = loop_.call_at(detail::add_saturating(loop_.now(), duration_), [this] { wake(); });
    park(coroutine);
  }
  void await_resume() const { throw_if_cancelled(); }
  bool cancel() override {
    if (woken()) return false;
    loop_.cancel_timer(timer_);
    wake_cancelled();
    return true;
  }
  std::string describe() const override { return "a sleep"; }

 private:
  EventLoop& loop_;
  Duration duration_;
  EventLoop::TimerId timer_;
};

Task<void> yield() { co_await Yield(); }

Task<void> wait(Duration duration) { co_await TimerWait(duration); }

}  // namespace

Task<void> sleep(Duration duration, std::source_location place) {
  Task<void> task = duration <= Duration::zero() ? yield() : wait(duration);
  task.set_origin({"sleep", place.file_name(), place.line()});
  return task;
}

}  // namespace aio
