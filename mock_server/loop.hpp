#pragma once

#include <chrono>
#include <functional>
#include <memory>

namespace mock_server {

/// One thread that runs one event loop (Asio, which is kept inside loop.cpp because it is expensive to compile).
///
/// Theory of operation: everything that happens to a server's connections happens on this thread, in one order, so
/// connections, scripts and the choice of an answer need no locks. Other threads come in through post(). A task that
/// post() accepted always runs, also when stop() follows at once: that is what lets ManualClock::advance_to() wait for
/// its steps without a time limit.
class Loop {
 public:
  Loop();
  /// Requires: stop() was called.
  ~Loop();
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  /// Has a task run on the loop's thread.
  ///
  /// Returns:  false, and drops the task, once stop() was called.
  /// Threads:  any; never blocks.
  bool post(std::function<void()> task);

  /// As post(), and blocks until the task has run; throws what it threw.
  bool run_and_wait(std::function<void()> task);

  /// Runs `last` as the last task, and joins the thread. The second call does nothing.
  void stop(std::function<void()> last);

  /// Returns:  whether the caller is on the thread of any server's loop.
  static bool on_a_loop_thread();

  /// Returns:  real time since the loop's start.
  std::chrono::nanoseconds now() const;

  struct State;  ///< for Descriptor and the real time source
  State& state() { return *state_; }

 private:
  std::unique_ptr<State> state_;
};

/// A file descriptor watched by a loop, and closed with this object. Loop thread only.
class Descriptor {
 public:
  Descriptor(Loop& loop, int fd);
  ~Descriptor();

  int fd() const { return fd_; }
  bool is_open() const { return fd_ >= 0; }

  /// Calls back once, when a read (or an accept) or a write would not block; dropped when the descriptor is closed.
  void when_readable(std::function<void()> callback);
  void when_writable(std::function<void()> callback);

  void close();

 private:
  struct State;
  std::unique_ptr<State> state_;
  int fd_;
};

}  // namespace mock_server
