#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>

#include "mock_server/loop.hpp"
#include "mock_server/socket_source.hpp"
#include "mock_server/time_source.hpp"

namespace mock_server {

/// A port could not be had: "cannot listen on 127.0.0.1:8080: Address already in use".
struct ListenError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Binds a TCP socket to a numeric IPv4 or IPv6 address; port 0 takes any free one. As nobody listens on it, connecting
/// is refused, and as it stays bound, nobody else can listen there.
///
/// Returns:  the descriptor, which the caller owns.
/// Errors:   ListenError.
int bind_to(const std::string& host, std::uint16_t port, const SocketSource& sockets = own_socket);

/// As bind_to(), and listens. Never shares the port with another process, as SO_REUSEPORT would.
int listen_on(const std::string& host, std::uint16_t port, const SocketSource& sockets = own_socket);

/// Returns:  "127.0.0.1:8080", "[::1]:8080"; of an address that stands for all of the machine's, the loopback one.
std::string authority(const std::string& host, std::uint16_t port);

std::uint16_t local_port(int fd);

/// A file descriptor kept for the moment when there are no others.
class SpareDescriptor {
 public:
  SpareDescriptor() { take(); }
  ~SpareDescriptor() { give_up(); }
  SpareDescriptor(const SpareDescriptor&) = delete;
  SpareDescriptor& operator=(const SpareDescriptor&) = delete;

  bool take();  ///< Returns: whether it is there, taken now or before.
  void give_up();

 private:
  int fd_ = -1;
};

/// Accepts connections on a listening descriptor, which it owns. Loop thread only.
///
/// Theory of operation: when the process (or the machine) is out of descriptors, the spare one makes room for one
/// connection, which is accepted only to be told so. The next is accepted when a descriptor is free again to be the
/// spare; until then it stays in the backlog. No error of accept() ends the loop, and none makes it spin.
class Acceptor {
 public:
  enum class Room { kEnough, kOutOfDescriptors };
  using OnAccept = std::function<void(int fd, std::uint16_t peer_port, Room room)>;

  Acceptor(Loop& loop, TimeSource& real, int listening_fd, OnAccept on_accept);

 private:
  void watch();
  void pause();
  void accept_all();
  bool accept_one(Room room);

  Descriptor listener_;
  TimeSource& real_;
  OnAccept on_accept_;
  SpareDescriptor spare_;
  std::unique_ptr<Wait> pause_;
};

}  // namespace mock_server
