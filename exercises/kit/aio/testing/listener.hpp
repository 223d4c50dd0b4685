#pragma once
#include <atomic>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <mutex>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace aio::testing {

/// One accepted connection, as a script sees it.
class Connection {
 public:
  explicit Connection(int socket) : socket_(socket) {}

  /// Reads up to the end of the headers and the body that Content-Length announces. Empty when the client leaves first.
  std::string read_request();
  void send(std::string_view bytes);
  /// Waits until the client has closed or reset its side.
  void wait_for_client_to_leave();
  /// Closes with a reset instead of an orderly end.
  void reset_on_close();
  std::uint16_t peer_port() const;

 private:
  int socket_;
};

/// A server of raw sockets on 127.0.0.1, for tests of the HTTP client: each connection runs the script on a thread of
/// its own and is then closed.
class Listener {
 public:
  using Script = std::function<void(Connection&)>;

  explicit Listener(Script script);
  /// Ends all connections and waits for their scripts.
  ~Listener();
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;

  std::uint16_t port() const { return port_; }
  std::string url(std::string_view path = "/") const;
  /// Waits until that many scripts have ended; returns false when 20 s of real time pass first.
  bool wait_for_ended(int count);
  int accepted() const { return accepted_; }

 private:
  void accept_all();

  const Script script_;
  int socket_;
  std::uint16_t port_ = 0;
  std::atomic<int> accepted_ = 0;
  std::thread acceptor_;

  std::mutex mutex_;  // guards what follows
  std::condition_variable ended_changed_;
  int ended_ = 0;
  std::vector<int> open_sockets_;
  std::vector<std::thread> threads_;
};

/// A port on 127.0.0.1 that never accepts: its queue is full, so a connection attempt hangs for ever.
class FullQueue {
 public:
  FullQueue();
  ~FullQueue();
  FullQueue(const FullQueue&) = delete;
  FullQueue& operator=(const FullQueue&) = delete;
  std::string url() const;

 private:
  int socket_;
  std::uint16_t port_ = 0;
  std::vector<int> fillers_;
};

/// Returns a port on 127.0.0.1 where nobody listens.
std::uint16_t unused_port();

}  // namespace aio::testing
