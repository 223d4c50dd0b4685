#pragma once
#include <aio/clock.hpp>
#include <aio/task.hpp>
#include <source_location>

namespace aio {

/// Waits for at least `duration`, while other tasks run.
///
/// Units:    time of the running loop: real, or virtual in a test. Zero or less gives way to the other tasks once and
///           goes on.
/// Errors:   `CancelledError` when the task is cancelled meanwhile; the timer is gone then.
/// Threads:  the loop's thread is free meanwhile; `std::this_thread::sleep_for` would hold up every task.
Task<void> sleep(Duration duration, std::source_location place = std::source_location::current());

}  // namespace aio
