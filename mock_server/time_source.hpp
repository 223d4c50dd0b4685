#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "mock_server/clock.hpp"

namespace mock_server {

class Loop;

/// A pending wake-up; destroying it cancels it. Created, destroyed and fired on the loop's thread.
class Wait {
 public:
  virtual ~Wait() = default;
};

/// The time a server lives in: real, or a ManualClock.
class TimeSource {
 public:
  virtual ~TimeSource() = default;
  virtual std::chrono::nanoseconds now() const = 0;
  virtual std::unique_ptr<Wait> wake_at(std::chrono::nanoseconds when, std::function<void()> callback) = 0;
};

/// Time on the steady clock, counted from the loop's start.
std::unique_ptr<TimeSource> make_real_time(Loop& loop);

/// Time on a manual clock; the callbacks run on the loop's thread while advance_to() waits for them.
std::unique_ptr<TimeSource> make_manual_time(std::shared_ptr<ManualClock> clock, std::shared_ptr<Loop> loop);

}  // namespace mock_server
