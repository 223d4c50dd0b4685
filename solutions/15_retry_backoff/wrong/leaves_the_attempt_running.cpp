// Loses: stops_when_cancelled
// "The attempt has a task of its own; I only look whether it is done."
#include <algorithm>
#include <exception>
#include <memory>

#include "retry.hpp"

namespace {

bool is_transient(const aio::Error& error) {
  if (const auto* answer = dynamic_cast<const aio::StatusError*>(&error)) {
    return answer->status() == 429 || answer->status() >= 500;
  }
  return dynamic_cast<const aio::TimeoutError*>(&error) || dynamic_cast<const aio::ConnectError*>(&error) ||
         dynamic_cast<const aio::TransportError*>(&error);
}

aio::Task<> run(std::function<aio::Task<aio::Json>()> operation, std::shared_ptr<aio::Future<aio::Json>> finished) {
  try {
    finished->set_result(co_await operation());
  } catch (...) {
    finished->set_exception(std::current_exception());
  }
}

}  // namespace

aio::Task<aio::Json> retry(std::function<aio::Task<aio::Json>()> operation, RetryPolicy policy,
                           std::function<double()> random) {
  aio::Duration delay = policy.initial_delay;
  for (int retries_left = policy.max_retries;; --retries_left) {
    auto finished = std::make_shared<aio::Future<aio::Json>>();
    auto attempt = aio::create_task(run(operation, finished));
    try {
      co_return co_await *finished;
    } catch (const aio::Error& error) {
      if (retries_left == 0 || !is_transient(error)) throw;
    }
    const auto jittered = std::chrono::duration_cast<aio::Duration>(delay * (1 + policy.jitter * random()));
    co_await aio::sleep(std::min(jittered, policy.max_delay));
    delay = std::min(2 * delay, policy.max_delay);  // so that it never grows beyond what a Duration can hold
  }
}
