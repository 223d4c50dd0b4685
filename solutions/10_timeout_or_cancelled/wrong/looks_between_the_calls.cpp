// Loses: keeps_to_the_patience
// "Before I ring the next one I look at the clock."
#include "timeout_or_cancelled.hpp"

aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed) {
  const aio::TimePoint deadline = aio::now() + patience;
  for (int number = 1; number <= calls; ++number) {
    try {
      co_return co_await aio::timeout(limit, ring(number));
    } catch (const aio::TimeoutError&) {
      missed(number);
    }
    if (aio::now() >= deadline) break;
  }
  throw aio::TimeoutError("nobody answered");
}
