#include <grader/subject/expose.hpp>
#include <timeout_or_cancelled.hpp>
#include <utility>

namespace {

aio::Task<> cancel_after(aio::Duration moment, aio::AnyTask search) {
  co_await aio::sleep(moment);
  search.cancel();
}

// A customer who calls off at a moment that is set beforehand. If a limit passes at that moment, both timers are due at
// once, and `customer_first` says which of them was set first.
aio::Task<aio::Json> find_taxi_and_call_off(aio::Duration moment, bool customer_first,
                                            std::function<aio::Task<aio::Json>(int)> ring, int calls,
                                            aio::Duration limit, aio::Duration patience,
                                            std::function<void(int)> missed) {
  aio::create_task(cancel_after(moment, aio::current_task()), "the customer");
  if (customer_first) co_await aio::sleep(aio::Duration::zero());
  co_return co_await find_taxi(std::move(ring), calls, limit, patience, std::move(missed));
}

}  // namespace

void subject::bindings() {
  expose("find_taxi", &find_taxi);
  expose("find_taxi_and_call_off", &find_taxi_and_call_off);
}
