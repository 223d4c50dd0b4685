#include "mock_server/listener.hpp"

#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <system_error>

namespace mock_server {

namespace {

constexpr int kBacklog = 4096;
constexpr std::chrono::milliseconds kPause{10};

struct Address {
  sockaddr_storage storage{};
  socklen_t size = sizeof(sockaddr_storage);

  sockaddr* generic() { return reinterpret_cast<sockaddr*>(&storage); }
  std::uint16_t port() const {
    return ntohs(storage.ss_family == AF_INET6 ? reinterpret_cast<const sockaddr_in6&>(storage).sin6_port
                                               : reinterpret_cast<const sockaddr_in&>(storage).sin_port);
  }
};

[[noreturn]] void fail(int fd, const std::string& host, std::uint16_t port, int error) {
  if (fd >= 0) ::close(fd);
  const auto colon = host.find(':') == host.npos ? host : "[" + host + "]";
  throw ListenError("cannot listen on " + colon + ":" + std::to_string(port) + ": " +
                    std::generic_category().message(error));
}

Address to_address(const std::string& host, std::uint16_t port) {
  Address address;
  auto& v4 = reinterpret_cast<sockaddr_in&>(address.storage);
  auto& v6 = reinterpret_cast<sockaddr_in6&>(address.storage);
  if (::inet_pton(AF_INET, host.c_str(), &v4.sin_addr) == 1) {
    v4.sin_family = AF_INET;
    v4.sin_port = htons(port);
    address.size = sizeof v4;
  } else if (::inet_pton(AF_INET6, host.c_str(), &v6.sin6_addr) == 1) {
    v6.sin6_family = AF_INET6;
    v6.sin6_port = htons(port);
    address.size = sizeof v6;
  } else {
    throw ListenError("cannot listen on \"" + host + "\": it is no numeric IPv4 or IPv6 address");
  }
  return address;
}

int bound_socket(const std::string& host, std::uint16_t port, bool reuse_address, const SocketSource& sockets) {
  Address address = to_address(host, port);
  const int fd = sockets(address.storage.ss_family);
  if (fd < 0) fail(fd, host, port, errno);
  if (const std::uint16_t bound = local_port(fd); bound != 0) {
    if (port != 0 && port != bound) fail(fd, host, port, EADDRNOTAVAIL);
    return fd;
  }
  const int on = 1;
  if (reuse_address) ::setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (::bind(fd, address.generic(), address.size) != 0) fail(fd, host, port, errno);
  return fd;
}

}  // namespace

int own_socket(int family) { return ::socket(family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0); }

int bind_to(const std::string& host, std::uint16_t port, const SocketSource& sockets) {
  // Without SO_REUSEADDR: two sockets that have it may be bound to one port as long as neither listens.
  return bound_socket(host, port, false, sockets);
}

int listen_on(const std::string& host, std::uint16_t port, const SocketSource& sockets) {
  // A port asked for by number may still have connections of an earlier server in TIME_WAIT.
  const int fd = bound_socket(host, port, port != 0, sockets);
  if (::listen(fd, kBacklog) != 0) fail(fd, host, port, errno);
  return fd;
}

std::string authority(const std::string& host, std::uint16_t port) {
  std::string reachable = host == "0.0.0.0" ? "127.0.0.1" : host == "::" ? "::1" : host;
  if (reachable.find(':') != reachable.npos) reachable = "[" + reachable + "]";
  return reachable + ":" + std::to_string(port);
}

std::uint16_t local_port(int fd) {
  Address address;
  ::getsockname(fd, address.generic(), &address.size);
  return address.port();
}

bool SpareDescriptor::take() {
  if (fd_ < 0) fd_ = ::open("/dev/null", O_RDONLY | O_CLOEXEC);
  return fd_ >= 0;
}

void SpareDescriptor::give_up() {
  if (fd_ >= 0) ::close(fd_);
  fd_ = -1;
}

Acceptor::Acceptor(Loop& loop, TimeSource& real, int listening_fd, OnAccept on_accept)
    : listener_(loop, listening_fd), real_(real), on_accept_(std::move(on_accept)) {
  watch();
}

void Acceptor::watch() {
  listener_.when_readable([this] { accept_all(); });
}

void Acceptor::pause() {
  pause_ = real_.wake_at(real_.now() + kPause, [this] { accept_all(); });
}

void Acceptor::accept_all() {
  while (true) {
    if (!spare_.take()) return pause();
    if (accept_one(Room::kEnough)) continue;
    if (errno == EAGAIN || errno == EWOULDBLOCK) return watch();
    if (errno == EINTR || errno == ECONNABORTED) continue;
    if (errno != EMFILE && errno != ENFILE) return pause();
    spare_.give_up();
    if (!accept_one(Room::kOutOfDescriptors)) return pause();
  }
}

/// Returns false when there is none, with errno set.
bool Acceptor::accept_one(Room room) {
  Address peer;
  const int fd = ::accept4(listener_.fd(), peer.generic(), &peer.size, SOCK_NONBLOCK | SOCK_CLOEXEC);
  if (fd < 0) return false;
  const int on = 1;
  ::setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
  try {
    on_accept_(fd, peer.port(), room);
  } catch (...) {
    // Out of memory, which costs this one connection.
    errno = ENOMEM;
    return false;
  }
  return true;
}

}  // namespace mock_server
