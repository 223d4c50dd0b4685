#pragma once
#include <gmock/gmock.h>

#include <aio/aio.hpp>
#include <chrono>
#include <string>

// Tasks that fail, or notice their cancellation, for tests of task groups.
namespace aio::testing {

using namespace std::chrono_literals;

inline Task<int> value_after(Duration duration, int value) {
  co_await sleep(duration);
  co_return value;
}

inline Task<> fail_after(Duration duration) {
  co_await sleep(duration);
  throw ConnectError("after " + std::to_string(duration / 1s));
}

/// Sleeps, and fails when it is cancelled.
inline Task<> fail_when_cancelled() {
  try {
    co_await sleep(100s);
  } catch (const CancelledError&) {
    throw TransportError("while being cancelled");
  }
}

/// Sleeps, and counts when it is cancelled.
inline Task<> count_cancellation(int& count) {
  try {
    co_await sleep(100s);
  } catch (const CancelledError&) {
    ++count;
    throw;
  }
}

/// Starts a task, lets it run for a moment, cancels it, and gives its handle after its end.
template <class T>
Task<TaskHandle<T>> cancel_after(Duration duration, Task<T> task) {
  auto handle = create_task(std::move(task));
  co_await sleep(duration);
  EXPECT_FALSE(handle.done());
  handle.cancel();
  co_await gather(handle.join());
  co_return handle;
}

}  // namespace aio::testing
