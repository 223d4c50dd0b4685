#pragma once

#include <linux/seccomp.h>
#include <netinet/in.h>
#include <pthread.h>
#include <sys/types.h>

#include <cstdint>

#include "grader/sandbox/brokered_sockets.hpp"
#include "grader/sandbox/control.hpp"

namespace sandbox {

/// Makes and connects the sockets of processes under the seccomp filter that asks (broker_filter.inc): TCP over IPv4, to
/// 127.0.0.1, to the given ports, and to nothing else.
///
/// Requires: to be able to read a subject's memory and descriptors in /proc: same user, or same file system user.
/// Threads:  `serve` from one thread; it starts others, which end with the process. One broker in a process.
class ConnectBroker {
 public:
  /// `ports` in network byte order.
  ConnectBroker(const std::uint16_t* ports, int count);

  /// Begins to serve what the kernel tells through `listener`, which it does not own.
  void listen_to(int listener) { listener_ = listener; }

  /// Answers one call of a subject. Call when the listener is readable. Never waits for a connection.
  void serve();

 private:
  static constexpr int kMostWaiting = 256;  // with the sockets below, fewer descriptors than the usual limit of 1024

  /// A connection that is being made.
  struct Attempt {
    ConnectBroker* broker = nullptr;  // nullptr: free
    std::uint64_t id = 0;
    int fd = -1;
    ino_t inode = 0;
    sockaddr_in address{};
  };

  void make_socket(const seccomp_notif& call);
  void bind_socket(const seccomp_notif& call);
  void connect_socket(const seccomp_notif& call);
  bool is_open_to_subjects(const sockaddr_in& address) const;
  bool still_waits(const seccomp_notif& call) const;
  bool answer(std::uint64_t id, int error) const;
  Attempt* free_attempt();
  static void* make(void* attempt);
  void make_connection(const Attempt& attempt);

  std::uint16_t ports_[kMostSockets] = {};
  int port_count_ = 0;
  int listener_ = -1;
  BrokeredSockets sockets_;
  Attempt attempts_[kMostWaiting];
};

}  // namespace sandbox
