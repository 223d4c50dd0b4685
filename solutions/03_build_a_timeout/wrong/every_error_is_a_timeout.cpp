// Loses: lets_errors_through, waits_for_the_cleanup, passes_cancellation_on
// "catch (...) is the safe choice."
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
    auto result = co_await work;
    timer.cancel();
    co_return result;
  } catch (...) {
    timer.cancel();
    throw aio::TimeoutError("too late, or something else went wrong");
  }
}
