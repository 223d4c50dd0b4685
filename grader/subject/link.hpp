#pragma once

#include <aio/aio.hpp>
#include <aio/embed.hpp>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>

namespace subject {

using Json = aio::Json;

/// The subject's end of the channel, and the host of its event loop.
///
/// A thread reads frames and posts each to the loop, which carries it out; everything is written from the loop's
/// thread. When the channel ends the process ends: there is nobody left to work for.
class Link : public aio::Host {
 public:
  using Handler = std::function<void(const Json& message)>;

  explicit Link(int fd) : fd_(fd) {}

  /// Starts to read. `handler` runs on the loop's thread, once per message, in order. Before that, `first_look` sees the message on
  /// the reading thread: for what a thread waits for that blocks, the loop's own among them.
  /// Requires: called on the loop's thread.
  void start(Handler handler, Handler first_look);

  /// Writes one message; blocks until the proctor has taken it. Safe from any thread.
  void send(const Json& message);

  /// Moves the loop's clock to a time since the start. The loop's thread only.
  void advance_to(std::int64_t since_start_ns);

  /// Whether this is the loop's own thread.
  bool on_loop() const { return aio::EventLoop::current_or_null() == loop_; }
  /// Executor jobs in flight. The loop's thread only.
  std::size_t jobs() const { return loop_->jobs(); }

  void on_idle(const aio::IdleState& state) override;
  void on_diagnostic(const aio::Diagnostic& diagnostic) override;

 private:
  void read_for_ever();

  int fd_;
  std::mutex sending_;
  Handler handler_;
  Handler first_look_;
  aio::EventLoop* loop_ = nullptr;
  aio::TimePoint origin_{};
  std::size_t seen_ = 0;
};

}  // namespace subject
