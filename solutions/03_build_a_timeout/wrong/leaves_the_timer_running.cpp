// Loses: leaves_no_timer_behind
// "When it wakes up the operation is done, so it does no harm."
#include <memory>
#include <utility>

#include "build_a_timeout.hpp"

namespace {

aio::Task<> cancel_after(aio::Duration limit, aio::TaskHandle<aio::Json> operation) {
  co_await aio::sleep(limit);
  operation.cancel();
}

}  // namespace

aio::Task<aio::Json> with_timeout(aio::Duration limit, aio::Task<aio::Json> operation) {
  auto work = aio::create_task(std::move(operation));
  auto timer = aio::create_task(cancel_after(limit, work));
  try {
    co_return co_await work;
  } catch (const aio::CancelledError&) {
    if (timer.done()) throw aio::TimeoutError("too late");
    throw;
  }
}
