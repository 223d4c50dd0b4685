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

// The other way round: it waits for the alarm, and the operation, once it is over, switches the alarm off.
aio::Task<aio::Json> with_timeout(aio::Duration limit, aio::Task<aio::Json> operation) {
  auto alarm = aio::create_task(aio::sleep(limit), "alarm");
  auto work = aio::create_task(run_and_wake(std::move(operation), alarm), "operation");

  std::exception_ptr interrupted;
  try {
    co_await alarm;
  } catch (const aio::CancelledError&) {
    interrupted = std::current_exception();
  }
  if (work.done()) co_return work.result();

  // The alarm went off, or our caller is not interested any more: the operation has to end in both cases.
  work.cancel();
  try {
    co_return co_await work;
  } catch (const aio::CancelledError&) {
    if (interrupted) throw;
  }
  throw aio::TimeoutError("the alarm went off");
}
