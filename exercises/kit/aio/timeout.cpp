#include <aio/detail/event_loop.hpp>
#include <aio/task_handle.hpp>
#include <aio/timeout.hpp>
#include <cstdio>

namespace aio::detail {

TimeoutScope::TimeoutScope(Duration limit)
    : loop_(EventLoop::current()),
      task_(std::static_pointer_cast<TaskBase>(loop_.current_task()->shared_from_this())),
      limit_(limit),
      cancelling_before_(task_->cancelling()),
      armed_(std::make_shared<bool>(true)) {
  auto on_timeout = [this, armed = armed_] {
    if (!*armed) return;
    timer_.reset();
    expired_ = true;
    task_->cancel();
  };
  if (limit > Duration::zero()) {
    timer_ = loop_.call_at(add_saturating(loop_.now(), limit), std::move(on_timeout));
  } else {  // ahead of whatever the operation makes ready
    loop_.call_soon(std::move(on_timeout));
  }
}

bool TimeoutScope::leave() {
  if (!std::exchange(*armed_, false)) return false;
  if (timer_) loop_.cancel_timer(*timer_);
  return expired_ && task_->uncancel() <= cancelling_before_;
}

void TimeoutScope::translate_cancellation() {
  if (!leave()) return;
  char seconds[48];
  std::snprintf(seconds, sizeof seconds, "%g", std::chrono::duration<double>(limit_).count());
  throw TimeoutError(std::string("timed out after ") + seconds + " s");
}

}  // namespace aio::detail
