#include <exception>
#include <memory>
#include <optional>
#include <utility>

#include "build_a_timeout.hpp"

// A flag that both tasks own says whose cancellation it was; the outcome is written down first and dealt with
// afterwards.
aio::Task<aio::Json> with_timeout(aio::Duration limit, aio::Task<aio::Json> operation) {
  auto expired = std::make_shared<bool>(false);
  auto work = aio::create_task(std::move(operation));
  auto watch = [](aio::Duration pause, aio::TaskHandle<aio::Json> watched, std::shared_ptr<bool> flag) -> aio::Task<> {
    co_await aio::sleep(pause);
    *flag = watched.cancel();
  };
  auto timer = aio::create_task(watch(limit, work, expired));

  std::optional<aio::Json> result;
  std::exception_ptr failure;
  try {
    result.emplace(co_await work);
  } catch (const aio::CancelledError&) {
    failure = *expired ? std::make_exception_ptr(aio::TimeoutError("took too long")) : std::current_exception();
  } catch (...) {
    failure = std::current_exception();
  }

  timer.cancel();
  if (failure) std::rethrow_exception(failure);
  co_return std::move(*result);
}
