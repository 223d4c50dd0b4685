// Loses: keeps_to_the_patience
// "So many calls of so many seconds: that is patience enough."
#include "timeout_or_cancelled.hpp"

aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed) {
  static_cast<void>(patience);
  for (int number = 1;; ++number) {
    try {
      co_return co_await aio::timeout(limit, ring(number));
    } catch (const aio::TimeoutError&) {
      missed(number);
      if (number == calls) throw;
    }
  }
}
