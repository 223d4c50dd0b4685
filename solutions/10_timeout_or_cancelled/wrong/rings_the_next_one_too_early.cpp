// Loses: calls_again, stops_when_cancelled, keeps_to_the_patience
// "I put the receiver down, and that is that."
#include "timeout_or_cancelled.hpp"

namespace {

aio::Task<> ring_into(aio::Task<aio::Json> ring, aio::Future<aio::Json> answer) {
  try {
    aio::Json taxi = co_await ring;
    if (!answer.done()) answer.set_result(taxi);
  } catch (const std::exception&) {
    if (!answer.done()) answer.set_exception(std::current_exception());
  }
}

aio::Task<aio::Json> listen(aio::Future<aio::Json> answer) { co_return co_await answer; }

aio::Task<aio::Json> ring_until_answered(std::function<aio::Task<aio::Json>(int number)> ring, int calls,
                                         aio::Duration limit, std::function<void(int number)> missed) {
  for (int number = 1;; ++number) {
    aio::Future<aio::Json> answer;
    auto call = aio::create_task(ring_into(ring(number), answer));
    try {
      co_return co_await aio::timeout(limit, listen(answer));
    } catch (const aio::TimeoutError&) {
      call.cancel();
      missed(number);
      if (number == calls) throw;
    } catch (...) {
      call.cancel();
      throw;
    }
  }
}

}  // namespace

aio::Task<aio::Json> find_taxi(std::function<aio::Task<aio::Json>(int number)> ring, int calls, aio::Duration limit,
                               aio::Duration patience, std::function<void(int number)> missed) {
  return aio::timeout(patience, ring_until_answered(ring, calls, limit, missed));
}
