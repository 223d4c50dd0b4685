#pragma once

#include <chrono>
#include <memory>
#include <optional>

namespace mock_server {

/// A clock that stands still until a test moves it. Several servers can share one, so that they live in the same time.
///
/// Units:    time points count from the clock's start, which is 0.
/// Threads:  safe from any thread.
class ManualClock {
 public:
  using TimePoint = std::chrono::nanoseconds;

  ManualClock();
  ~ManualClock();
  ManualClock(const ManualClock&) = delete;
  ManualClock& operator=(const ManualClock&) = delete;

  TimePoint now() const;

  /// Returns:  when the next step of any server on this clock is due; nothing if none waits for time.
  std::optional<TimePoint> next_wakeup() const;

  /// Moves the time forward, carrying out on the way everything that falls due, in the order of its time and first come
  /// first served among equals; steps that fall due because of other steps included. A time in the past does nothing.
  ///
  /// Returns:  after the last of those steps has been carried out by its server: its bytes are with the kernel, unless
  ///           the client does not read. The client may not have seen them yet.
  /// Errors:   std::logic_error when called on a server's thread (from a handler or from Options::on_change).
  /// Threads:  several callers take turns. Blocks for two thread switches per step.
  void advance_to(TimePoint target);

  struct State;  ///< for the servers on this clock

 private:
  friend class ManualTime;
  std::unique_ptr<State> state_;
};

}  // namespace mock_server
