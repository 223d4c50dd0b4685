#include <algorithm>

#include "timeout_or_cancelled.hpp"

// One limit at a time: each call gets its own, or what is left of the patience if that is less.
aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed) {
  const aio::TimePoint deadline = aio::now() + patience;
  for (int number = 1; number <= calls; ++number) {
    try {
      co_return co_await aio::timeout(std::min(limit, deadline - aio::now()), ring(number));
    } catch (const aio::TimeoutError&) {
      if (aio::now() >= deadline) throw;
    }
    missed(number);
  }
  throw aio::TimeoutError("nobody answered");
}
