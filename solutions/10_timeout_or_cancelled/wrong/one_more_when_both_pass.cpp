// Loses: keeps_to_the_patience
// "The patience is over when more than it has passed."
#include <algorithm>

#include "timeout_or_cancelled.hpp"

aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed) {
  const aio::TimePoint deadline = aio::now() + patience;
  for (int number = 1; number <= calls; ++number) {
    try {
      co_return co_await aio::timeout(std::min(limit, deadline - aio::now()), ring(number));
    } catch (const aio::TimeoutError&) {
      if (aio::now() > deadline) throw;
    }
    missed(number);
  }
  throw aio::TimeoutError("nobody answered");
}
