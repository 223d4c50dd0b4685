// Loses: waits_for_the_cleanup
// "After the limit it is a timeout, whatever the operation says."
#include <memory>
#include <utility>

#include "build_a_timeout.hpp"

namespace {

aio::Task<> cancel_after(aio::Duration limit, aio::TaskHandle<aio::Json> operation) {
  co_await aio::sleep(limit);
  operation.cancel();
}

}  // namespace

aio::Task<aio::Json> with_timeout(aio::Duration limit, aio::Task<aio::Json> operation) {
  auto work = aio::create_task(std::move(operation));
  auto timer = aio::create_task(cancel_after(limit, work));
  try {
    auto result = co_await work;
    timer.cancel();
    co_return result;
  } catch (...) {
    if (timer.done()) throw aio::TimeoutError("too late");
    timer.cancel();
    throw;
  }
}
