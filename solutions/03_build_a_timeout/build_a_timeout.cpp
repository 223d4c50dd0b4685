#include "build_a_timeout.hpp"

#include <utility>

namespace {

aio::Task<> cancel_after(aio::Duration limit, aio::TaskHandle<aio::Json> operation) {
  co_await aio::sleep(limit);
  operation.cancel();
}

// Ends the timer on every way out. It is over by itself, and this does nothing, when the limit has passed.
class TimerGuard {
 public:
  explicit TimerGuard(aio::TaskHandle<void> timer) : timer_(std::move(timer)) {}
  TimerGuard(const TimerGuard&) = delete;
  TimerGuard& operator=(const TimerGuard&) = delete;
  ~TimerGuard() { timer_.cancel(); }

  bool limit_has_passed() const { return timer_.done(); }

 private:
  aio::TaskHandle<void> timer_;
};

}  // namespace

aio::Task<aio::Json> with_timeout(aio::Duration limit, aio::Task<aio::Json> operation) {
  auto work = aio::create_task(std::move(operation), "operation");
  const TimerGuard timer(aio::create_task(cancel_after(limit, work), "limit"));
  try {
    // Awaited to its end on every way: a cancelled operation has cleaned up when this throws. And a cancellation of our
    // own task reaches the operation, because it is what our task waits for.
    co_return co_await work;
  } catch (const aio::CancelledError&) {
    if (timer.limit_has_passed()) throw aio::TimeoutError("the limit has passed");
    throw;
  }
}
