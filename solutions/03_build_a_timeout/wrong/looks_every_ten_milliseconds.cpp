// Loses: returns_the_result, passes_cancellation_on, leaves_no_timer_behind
// "Waiting means looking again and again until it is done."
#include <memory>
#include <utility>

#include "build_a_timeout.hpp"

aio::Task<aio::Json> with_timeout(aio::Duration limit, aio::Task<aio::Json> operation) {
  auto work = aio::create_task(std::move(operation));
  const auto deadline = aio::now() + limit;
  while (!work.done() && aio::now() < deadline) co_await aio::sleep(std::chrono::milliseconds{10});
  if (work.done()) co_return work.result();
  work.cancel();
  try {
    co_return co_await work;
  } catch (const aio::CancelledError&) {
  }
  throw aio::TimeoutError("too late");
}
