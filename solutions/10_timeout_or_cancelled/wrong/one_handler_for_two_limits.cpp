// Loses: keeps_to_the_patience
// "A timeout is a timeout."
#include "timeout_or_cancelled.hpp"

aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed) {
  const aio::TimePoint deadline = aio::now() + patience;
  for (int number = 1;; ++number) {
    try {
      co_return co_await aio::timeout(deadline - aio::now(), aio::timeout(limit, ring(number)));
    } catch (const aio::TimeoutError&) {
      missed(number);
      if (number == calls) throw;
    }
  }
}
