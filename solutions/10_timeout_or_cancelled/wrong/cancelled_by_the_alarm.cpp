// Loses: puts_the_cancellation_first
// "When the alarm has gone off, it was the alarm."
#include <algorithm>

#include "timeout_or_cancelled.hpp"

namespace {

aio::Task<> cancel_after(aio::Duration time, aio::TaskHandle<aio::Json> call) {
  co_await aio::sleep(time);
  call.cancel();
}

aio::Task<aio::Json> ring_once(aio::Duration limit, aio::Task<aio::Json> ring) {
  auto call = aio::create_task(std::move(ring));
  auto alarm = aio::create_task(cancel_after(limit, call));
  try {
    aio::Json answer = co_await call;
    alarm.cancel();
    co_return answer;
  } catch (const aio::CancelledError&) {
    if (alarm.done()) throw aio::TimeoutError("no answer");
    alarm.cancel();
    throw;
  } catch (...) {
    alarm.cancel();
    throw;
  }
}

}  // namespace

aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed) {
  const aio::TimePoint deadline = aio::now() + patience;
  for (int number = 1; number <= calls; ++number) {
    try {
      co_return co_await ring_once(std::min(limit, deadline - aio::now()), ring(number));
    } catch (const aio::TimeoutError&) {
      if (aio::now() >= deadline) throw;
    }
    missed(number);
  }
  throw aio::TimeoutError("nobody answered");
}
