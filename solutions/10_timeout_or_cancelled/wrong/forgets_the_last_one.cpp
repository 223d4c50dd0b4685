// Loses: counts_the_missed_calls
// "After the last call there is nothing more to do."
#include "timeout_or_cancelled.hpp"

namespace {

aio::Task<aio::Json> ring_until_answered(std::function<aio::Task<aio::Json>(int number)> ring, int calls,
                                         aio::Duration limit, std::function<void(int number)> missed) {
  for (int number = 1;; ++number) {
    try {
      co_return co_await aio::timeout(limit, ring(number));
    } catch (const aio::TimeoutError&) {
      if (number == calls) throw;
      missed(number);
    }
  }
}

}  // namespace

aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed) {
  return aio::timeout(patience, ring_until_answered(ring, calls, limit, missed));
}
