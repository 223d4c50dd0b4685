// Loses: returns_the_result, passes_cancellation_on, leaves_no_timer_behind
// "Start it, sleep for the limit, see what there is."
#include <memory>
#include <utility>

#include "build_a_timeout.hpp"

aio::Task<aio::Json> with_timeout(aio::Duration limit, aio::Task<aio::Json> operation) {
  auto work = aio::create_task(std::move(operation));
  co_await aio::sleep(limit);
  const bool in_time = work.done();
  work.cancel();
  try {
    co_return co_await work;
  } catch (const aio::CancelledError&) {
    if (in_time) throw;
  }
  throw aio::TimeoutError("too late");
}
