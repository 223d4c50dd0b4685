// Loses: retries_transient_errors_only, stops_when_cancelled
// "Whatever goes wrong, there is another attempt for it."
#include <algorithm>

#include "retry.hpp"

aio::Task<aio::Json> retry(std::function<aio::Task<aio::Json>()> operation, RetryPolicy policy,
                           std::function<double()> random) {
  aio::Duration delay = policy.initial_delay;
  for (int retries_left = policy.max_retries;; --retries_left) {
    try {
      co_return co_await operation();
    } catch (...) {
      if (retries_left == 0) throw;
    }
    const auto jittered = std::chrono::duration_cast<aio::Duration>(delay * (1 + policy.jitter * random()));
    co_await aio::sleep(std::min(jittered, policy.max_delay));
    delay = std::min(2 * delay, policy.max_delay);  // so that it never grows beyond what a Duration can hold
  }
}
