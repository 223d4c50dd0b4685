#include <utility>

#include "build_a_timeout.hpp"

namespace {

aio::Task<> cancel_after(aio::Duration limit, aio::AnyTask waiter) {
  co_await aio::sleep(limit);
  waiter.cancel();
}

}  // namespace

// As the kit does it: the operation runs in this very task, and the timer cancels the task, which takes that back when
// it has arrived.
aio::Task<aio::Json> with_timeout(aio::Duration limit, aio::Task<aio::Json> operation) {
  aio::AnyTask self = aio::current_task();
  auto timer = aio::create_task(cancel_after(limit, self));
  try {
    aio::Json result = co_await std::move(operation);
    timer.cancel();
    co_return result;
  } catch (const aio::CancelledError&) {
    const bool expired = timer.done();
    timer.cancel();
    if (!expired) throw;
    self.uncancel();
    throw aio::TimeoutError("cancelled by the limit");
  } catch (...) {
    timer.cancel();
    throw;
  }
}
