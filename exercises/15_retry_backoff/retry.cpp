#include "retry.hpp"

aio::Task<aio::Json> retry([[maybe_unused]] std::function<aio::Task<aio::Json>()> operation,
                           [[maybe_unused]] RetryPolicy policy, [[maybe_unused]] std::function<double()> random) {
  // TODO(1): run the operation and return its result; when it fails, run it again.
  // TODO(2): after max_retries retries give up, with the last error as it is.
  // TODO(3): try again only after an error that may be gone the next time.
  // TODO(4): wait before each retry, twice as long each time, up to the cap.
  // TODO(5): add jitter to each wait.
  // TODO(6): when the caller is cancelled, stop.
  aio::not_implemented("retry is still to be written: tasks 1 to 6 in README.md");
}
