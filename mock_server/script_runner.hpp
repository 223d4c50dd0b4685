#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "mock_server/time_source.hpp"
#include "mock_server/wire_script.hpp"

namespace mock_server {

class Descriptor;

/// Steps through wire scripts on one connection, one script at a time. Loop thread only.
class ScriptRunner {
 public:
  enum class Ending { kComplete, kFin, kReset, kClientGone };

  /// What the owner is told; ended() may be called from within start().
  class Observer {
   public:
    virtual ~Observer() = default;
    virtual void on_turn(const std::function<void()>& body) = 0;  ///< the loop calls back: to run `body`, once
    virtual void on_waiting(std::optional<std::chrono::nanoseconds> wakes_at) = 0;  ///< for time, or only the client
    virtual void on_working() = 0;                                                  ///< a wait is over
    virtual void on_sent(std::size_t bytes) = 0;                                    ///< handed to the kernel
    virtual void on_served() = 0;  ///< what the script does from now on is done to an idle connection
    virtual void on_ended(Ending ending) = 0;
  };

  /// `real` is used where time on a manual clock would make no sense: waiting for the kernel.
  ScriptRunner(Descriptor& socket, TimeSource& time, TimeSource& real, Observer& observer)
      : socket_(socket), time_(time), real_(real), observer_(observer) {}

  /// Requires: not active(). `owner` keeps the observer and the socket alive during callbacks.
  void start(WireScript script, std::weak_ptr<void> owner);
  void abandon();

  bool active() const { return active_; }

 private:
  struct Execute;

  void run();
  bool is_due(Duration after_due);
  bool write_pending();
  void run_when_writable();
  void wait_until(std::chrono::nanoseconds when);
  void end(Ending ending);
  template <class Body>
  std::function<void()> guarded(Body body);

  Descriptor& socket_;
  TimeSource& time_;
  TimeSource& real_;
  Observer& observer_;

  std::weak_ptr<void> owner_;
  WireScript script_;
  std::size_t next_ = 0;
  std::size_t ticks_ = 0;       // of the present Drip or Repeat
  std::size_t turn_bytes_ = 0;  // sent since the loop last had its turn
  std::string_view pending_;    // into script_: not accepted by the kernel yet
  std::chrono::nanoseconds due_{0};
  std::unique_ptr<Wait> wait_;
  bool active_ = false;
};

}  // namespace mock_server
