// Loses: puts_the_cancellation_first
// "If the limit has passed, it was the limit."
#include <algorithm>

#include "timeout_or_cancelled.hpp"

aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed) {
  const aio::TimePoint deadline = aio::now() + patience;
  for (int number = 1; number <= calls; ++number) {
    const aio::TimePoint begin = aio::now();
    try {
      co_return co_await aio::timeout(std::min(limit, deadline - begin), ring(number));
    } catch (const aio::TimeoutError&) {
      if (aio::now() >= deadline) throw;
    } catch (const aio::CancelledError&) {
      if (aio::now() < begin + limit || aio::now() >= deadline) throw;
    }
    missed(number);
  }
  throw aio::TimeoutError("nobody answered");
}
