#pragma once
#include <aio/clock.hpp>
#include <aio/detail/event_loop.hpp>
#include <aio/diagnostics.hpp>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

// For programs that host the loop: a test's proctor, an adapter. Code of an exercise never needs this header.
namespace aio {

/// What the loop waits for at a moment when no task can run.
struct IdleState {
  TimePoint now;
  std::optional<TimePoint> next_timer;  ///< the earliest of all timers; empty when nobody sleeps and no limit runs
  std::size_t timers = 0;
  std::size_t tasks = 0;  ///< tasks made by `create_task` (also by `gather` and `TaskGroup`) that have not finished
  std::vector<std::uint16_t>
      request_ports;     ///< one entry per HTTP request in flight: its local TCP port; 0: none yet, or cancelled
  std::size_t jobs = 0;  ///< jobs of `in_executor` in flight
};

/// Hears what the loop has to say. All calls come on the loop's thread.
///
/// Requires: the host outlives `run`. Its functions throw nothing and do not block for long, as the loop stands still
///           meanwhile.
class Host {
 public:
  virtual ~Host() = default;

  /// Called each time the loop has run out of work, just before it blocks (or, in `kVirtual`, jumps ahead). May call
  /// `advance_to` and `post`. A request or job counts as in flight until its completion has been processed by the loop,
  /// also when its task was cancelled.
  virtual void on_idle(const IdleState&) {}

  /// Called for each mistake the kit notices. Unless overridden it prints one line to stderr.
  virtual void on_diagnostic(const Diagnostic& diagnostic);
};

/// Keeps the loop waiting for `EventLoop::post` where it would otherwise report a deadlock.
///
/// While a token lives, somebody outside promises to post. It counts as neither request nor job, so it does not hold
/// back virtual time.
/// Threads:  made on the loop's thread, destroyed on any thread.
/// Requires: does not outlive `run`.
class ExternalWork {
 public:
  explicit ExternalWork(EventLoop& loop = EventLoop::current());
  ExternalWork(ExternalWork&& other) noexcept;
  ExternalWork& operator=(ExternalWork&&) = delete;
  ~ExternalWork();

 private:
  EventLoop* loop_;
};

}  // namespace aio
