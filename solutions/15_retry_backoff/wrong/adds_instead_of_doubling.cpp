// Loses: doubles_the_wait, adds_jitter
// "One second, two seconds, three seconds: longer each time."
#include <algorithm>

#include "retry.hpp"

namespace {

bool is_transient(const aio::Error& error) {
  if (const auto* answer = dynamic_cast<const aio::StatusError*>(&error)) {
    return answer->status() == 429 || answer->status() >= 500;
  }
  return dynamic_cast<const aio::TimeoutError*>(&error) || dynamic_cast<const aio::ConnectError*>(&error) ||
         dynamic_cast<const aio::TransportError*>(&error);
}

}  // namespace

aio::Task<aio::Json> retry(std::function<aio::Task<aio::Json>()> operation, RetryPolicy policy,
                           std::function<double()> random) {
  aio::Duration delay = policy.initial_delay;
  for (int retries_left = policy.max_retries;; --retries_left) {
    try {
      co_return co_await operation();
    } catch (const aio::Error& error) {
      if (retries_left == 0 || !is_transient(error)) throw;
    }
    const auto jittered = std::chrono::duration_cast<aio::Duration>(delay * (1 + policy.jitter * random()));
    co_await aio::sleep(std::min(jittered, policy.max_delay));
    delay = std::min(delay + policy.initial_delay, policy.max_delay);
  }
}
