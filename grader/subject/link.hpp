#pragma once

#include <aio/aio.hpp>
#include <aio/embed.hpp>
#include <cstddef>
#include <functional>
#include <map>
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

  /// Starts to read. `handler` runs on the loop's thread, once per message, in order.
  /// Requires: called on the loop's thread.
  void start(Handler handler);

  /// Writes one message; blocks until the proctor has taken it.
  void send(const Json& message);

  void on_idle(const aio::IdleState& state) override;
  void on_diagnostic(const aio::Diagnostic& diagnostic) override;

 private:
  void read_for_ever();

  int fd_;
  Handler handler_;
  aio::EventLoop* loop_ = nullptr;
  aio::TimePoint origin_{};
  std::size_t seen_ = 0;
};

}  // namespace subject
