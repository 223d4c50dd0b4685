// Loses: returns_the_result, lets_errors_through, times_out, passes_cancellation_on
// "cancel() comes after the sleep, the order of the lines says so."
#include <memory>
#include <utility>

#include "build_a_timeout.hpp"

namespace {

aio::Task<> cancel_after(aio::Duration limit, aio::TaskHandle<aio::Json> operation) {
  auto pause = aio::sleep(limit);
  operation.cancel();
  co_return;
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
