#pragma once

#include <aio/aio.hpp>
#include <chrono>
#include <functional>

/// How often to try again, and how long to wait before.
struct RetryPolicy {
  int max_retries = 3;                                    ///< attempts after the first one; zero or more
  aio::Duration initial_delay = std::chrono::seconds{1};  ///< before the first retry; more than zero
  aio::Duration max_delay = std::chrono::seconds{32};     ///< no wait is longer; more than zero
  double jitter = 0.1;  ///< the largest share of a delay that chance may add to it; from 0 to 1
};

/// Runs `operation` until it succeeds, at most 1 + `policy.max_retries` times, with longer and longer waits between.
///
/// Attempts: each one is a call of `operation` and an await of the task that it gives. The first begins at once, and there
///           is never more than one at a time.
/// Waits:    counted from the end of the attempt that failed. The *delay* is `initial_delay` before the first retry, and
///           twice the one before for every other, however many there are. The wait is
///               min(delay * (1 + jitter * random()), max_delay),
///           with one call of `random` for each wait; it gives a number from 0 to 1. Jitter has no part in the doubling.
///           A microsecond more or less makes no difference.
/// Returns:  the first result, whatever it is, at the moment there is one.
/// Errors:   Transient ones, which the next attempt may not meet, are retried: TimeoutError, ConnectError,
///           TransportError, and StatusError with 429 or with 500 to 599. When no retry is left the last of them comes
///           out, unchanged and without a wait.
///           Every other exception comes out of the attempt that threw it, unchanged and at once: StatusError with any
///           other status, JsonError, whatever is not in that list.
///           CancelledError is no error to retry, whoever threw it. When the caller is cancelled, during an attempt or a
///           wait, the attempt is cancelled or the wait ends, and no further attempt begins.
/// Open:     what becomes of an attempt that is cancelled and then ends with something else than CancelledError.
/// Afterwards, however it ended: no task or timer of this call is left.
/// Threads:  any number of calls may be under way at once; they have nothing to do with each other.
aio::Task<aio::Json> retry(std::function<aio::Task<aio::Json>()> operation, RetryPolicy policy,
                           std::function<double()> random);
