#include "mock_server/listener.hpp"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

namespace mock_server {

namespace {

constexpr int kBacklog = 4096;
constexpr std::chrono::milliseconds kPauseWithoutDescriptors{10};

[[noreturn]] void fail(int fd, std::uint16_t port) {
  const std::string why = std::generic_category().message(errno);
  if (fd >= 0) ::close(fd);
  throw ListenError("cannot listen on 127.0.0.1:" + std::to_string(port) + ": " + why);
}

int bound_socket(std::uint16_t port, bool reuse_address) {
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
  if (fd < 0) fail(fd, port);
  const int on = 1;
  if (reuse_address) ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_port = htons(port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(fd, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) fail(fd, port);
  return fd;
}

}  // namespace

int bind_loopback(std::uint16_t port) {
  // Without SO_REUSEADDR: two sockets that have it may be bound to one port as long as neither listens.
  return bound_socket(port, false);
}

int listen_loopback(std::uint16_t port) {
  // A port asked for by number may still have connections of an earlier server in TIME_WAIT.
  const int fd = bound_socket(port, port != 0);
  if (::listen(fd, kBacklog) != 0) fail(fd, port);
  return fd;
}

std::uint16_t local_port(int fd) {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getsockname(fd, reinterpret_cast<sockaddr*>(&address), &size);
  return ntohs(address.sin_port);
}

Acceptor::Acceptor(Loop& loop, TimeSource& real, int listening_fd, OnAccept on_accept)
    : listener_(loop, listening_fd), real_(real), on_accept_(std::move(on_accept)) {
  watch();
}

void Acceptor::watch() {
  listener_.when_readable([this] { accept_all(); });
}

void Acceptor::accept_all() {
  while (true) {
    sockaddr_in peer{};
    socklen_t size = sizeof peer;
    const int fd = ::accept4(listener_.fd(), reinterpret_cast<sockaddr*>(&peer), &size, SOCK_NONBLOCK | SOCK_CLOEXEC);
    if (fd >= 0) {
      const int on = 1;
      ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
      on_accept_(fd, ntohs(peer.sin_port));
    } else if (errno == EAGAIN || errno == EWOULDBLOCK) {
      return watch();
    } else if (errno != EINTR && errno != ECONNABORTED) {
      // Out of descriptors or memory: the connection stays in the backlog until some are free again.
      pause_ = real_.wake_at(real_.now() + kPauseWithoutDescriptors, [this] { accept_all(); });
      return;
    }
  }
}

}  // namespace mock_server
