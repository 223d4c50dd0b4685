// Loses: returns_the_result, times_out, waits_for_the_cleanup, leaves_no_timer_behind
// "Five seconds, as in the lesson."
#include <memory>
#include <utility>

#include "build_a_timeout.hpp"

namespace {

aio::Task<> cancel_after(aio::Duration limit, aio::TaskHandle<aio::Json> operation) {
  co_await aio::sleep(limit);
  operation.cancel();
}

}  // namespace

aio::Task<aio::Json> with_timeout(aio::Duration, aio::Task<aio::Json> operation) {
  auto work = aio::create_task(std::move(operation));
  auto timer = aio::create_task(cancel_after(std::chrono::seconds{5}, work));
  try {
    auto result = co_await work;
    timer.cancel();
    co_return result;
  } catch (const aio::CancelledError&) {
    const bool expired = timer.done();
    timer.cancel();
    if (expired) throw aio::TimeoutError("too late");
    throw;
  } catch (...) {
    timer.cancel();
    throw;
  }
}
