#include <exception>
#include <utility>

#include "timeout_or_cancelled.hpp"

namespace {

aio::Task<> cancel_after(aio::Duration time, aio::TaskHandle<aio::Json> call) {
  co_await aio::sleep(time);
  call.cancel();
}

// The call is a task of its own here, and an alarm cancels it. Whether our own task was cancelled, too, is asked of the
// task itself.
aio::Task<aio::Json> ring_once(aio::Duration limit, aio::Task<aio::Json> ring) {
  const int cancelled_before = aio::current_task().cancelling();
  auto call = aio::create_task(std::move(ring), "a call");
  auto alarm = aio::create_task(cancel_after(limit, call), "the limit of a call");
  std::exception_ptr failure;
  try {
    co_await call;
  } catch (const aio::CancelledError&) {
    failure = std::current_exception();
  } catch (const std::exception&) {  // result() below says it again
  }
  const bool expired = alarm.done();
  alarm.cancel();
  if (!failure) co_return call.result();
  if (expired && aio::current_task().cancelling() == cancelled_before) throw aio::TimeoutError("no answer");
  std::rethrow_exception(failure);
}

aio::Task<aio::Json> ring_all(std::function<aio::Task<aio::Json>(int)> ring, int calls, aio::Duration limit,
                              std::function<void(int)> missed) {
  for (int number = 1;; ++number) {
    try {
      co_return co_await ring_once(limit, ring(number));
    } catch (const aio::TimeoutError&) {
      missed(number);
      if (number >= calls) throw;
    }
  }
}

}  // namespace

aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed) {
  co_return co_await aio::timeout(patience, ring_all(std::move(ring), calls, limit, std::move(missed)));
}
