#pragma once
#include <chrono>

namespace aio {

/// The kit's one unit of time. Every duration of the chrono library with a whole number of nanoseconds converts to it:
/// `200ms`, `5s`, `1min`.
using Duration = std::chrono::nanoseconds;

/// Tells the time as the running event loop sees it, so that code which reads it can be tested in virtual time.
///
/// Units:    a `time_point` counts nanoseconds since the loop was started; it has nothing to do with the time of day.
/// Errors:   `InvalidStateError` when no loop is running in this thread.
/// Threads:  the loop's thread only.
/// Requires: a running loop. In virtual time the clock stands still while code runs and jumps while everybody waits.
struct Clock {
  using duration = Duration;
  using rep = duration::rep;
  using period = duration::period;
  using time_point = std::chrono::time_point<Clock>;
  static constexpr bool is_steady = true;
  static time_point now();
};

using TimePoint = Clock::time_point;

/// Returns the running loop's time; the same as `Clock::now()`.
TimePoint now();

}  // namespace aio
