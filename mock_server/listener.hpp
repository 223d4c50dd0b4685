#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>

#include "mock_server/loop.hpp"
#include "mock_server/time_source.hpp"

namespace mock_server {

/// A port could not be had: "cannot listen on 127.0.0.1:8080: Address already in use".
struct ListenError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Binds a TCP socket to 127.0.0.1; port 0 takes any free one. As nobody listens on it, connecting is refused, and as
/// it stays bound, nobody else can listen there.
///
/// Returns:  the descriptor, which the caller owns.
/// Errors:   ListenError.
int bind_loopback(std::uint16_t port);

/// As bind_loopback(), and listens. Never shares the port with another process, as SO_REUSEPORT would.
int listen_loopback(std::uint16_t port);

std::uint16_t local_port(int fd);

/// Accepts connections on a listening descriptor, which it owns. Loop thread only.
class Acceptor {
 public:
  using OnAccept = std::function<void(int fd, std::uint16_t peer_port)>;

  Acceptor(Loop& loop, TimeSource& real, int listening_fd, OnAccept on_accept);

 private:
  void watch();
  void accept_all();

  Descriptor listener_;
  TimeSource& real_;
  OnAccept on_accept_;
  std::unique_ptr<Wait> pause_;
};

}  // namespace mock_server
