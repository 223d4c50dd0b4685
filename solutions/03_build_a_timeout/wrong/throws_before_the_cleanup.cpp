// Loses: waits_for_the_cleanup
// "I have cancelled it, so it is over."
#include <memory>
#include <utility>

#include "build_a_timeout.hpp"

namespace {

aio::Task<aio::Json> run_and_wake(aio::Task<aio::Json> operation, aio::TaskHandle<void> alarm) {
  try {
    aio::Json result = co_await operation;
    alarm.cancel();
    co_return result;
  } catch (...) {
    alarm.cancel();
    throw;
  }
}

}  // namespace

aio::Task<aio::Json> with_timeout(aio::Duration limit, aio::Task<aio::Json> operation) {
  auto alarm = aio::create_task(aio::sleep(limit));
  auto work = aio::create_task(run_and_wake(std::move(operation), alarm));
  try {
    co_await alarm;
  } catch (const aio::CancelledError&) {
    if (!work.done()) {
      work.cancel();
      throw;
    }
  }
  if (work.done()) co_return work.result();
  work.cancel();
  throw aio::TimeoutError("too late");
}
