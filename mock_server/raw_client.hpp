#pragma once

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

namespace mock_server {

/// A TCP client for tests, which sends and receives bytes and understands nothing of HTTP.
///
/// Errors:   std::runtime_error when something does not happen within 20 s: long after any correct run.
class RawClient {
 public:
  /// `from`: the address of 127.0.0.0/8 to connect from; each has ports of its own.
  explicit RawClient(std::uint16_t port, const std::string& from = "127.0.0.1")
      : fd_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
    sockaddr_in source = loopback(0);
    ::inet_pton(AF_INET, from.c_str(), &source.sin_addr);
    sockaddr_in address = loopback(port);
    const int on = 1;
    const bool elsewhere = source.sin_addr.s_addr != address.sin_addr.s_addr;
    // Without the option, bind() would take a port that no other destination may share.
    if ((elsewhere && (::setsockopt(fd_, IPPROTO_IP, IP_BIND_ADDRESS_NO_PORT, &on, sizeof on) != 0 ||
                       ::bind(fd_, reinterpret_cast<sockaddr*>(&source), sizeof source) != 0)) ||
        ::connect(fd_, reinterpret_cast<sockaddr*>(&address), sizeof address) != 0) {
      const int why = errno;
      ::close(fd_);
      throw std::runtime_error("cannot connect: errno " + std::to_string(why));
    }
  }
  ~RawClient() { close(); }
  RawClient(RawClient&& other) noexcept : fd_(std::exchange(other.fd_, -1)) {}
  RawClient& operator=(RawClient&&) = delete;

  RawClient& send(std::string_view bytes) {
    while (!bytes.empty()) {
      const auto sent = ::send(fd_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
      if (sent < 0) throw std::runtime_error("cannot send: errno " + std::to_string(errno));
      bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return *this;
  }

  RawClient& get(std::string_view path, std::string_view headers = "") {
    return send("GET " + std::string(path) + " HTTP/1.1\r\nHost: x\r\n" + std::string(headers) + "\r\n");
  }

  /// Returns:  everything received so far, once it ends with `end`.
  std::string receive_until(std::string_view end) {
    while (!received_.ends_with(end)) {
      if (!receive_some()) throw std::runtime_error("the connection ended after: " + received_);
    }
    return received_;
  }

  /// Returns:  everything received until the server closes (or resets, see was_reset()).
  std::string receive_all() {
    while (receive_some()) {
    }
    return received_;
  }

  /// Returns:  everything received so far, without waiting.
  const std::string& received_now() {
    while (readable_within(0) && receive_some()) {
    }
    return received_;
  }

  void forget() { received_.clear(); }
  bool was_reset() const { return was_reset_; }

  int fd() const { return fd_; }

  std::uint16_t local_port() const {
    sockaddr_in address{};
    socklen_t size = sizeof address;
    ::getsockname(fd_, reinterpret_cast<sockaddr*>(&address), &size);
    return ntohs(address.sin_port);
  }

  void half_close() { ::shutdown(fd_, SHUT_WR); }

  void close() {
    if (fd_ >= 0) ::close(fd_);
    fd_ = -1;
  }

  void reset() {
    const linger at_once{1, 0};
    ::setsockopt(fd_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
    close();
  }

 private:
  static sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    return address;
  }

  bool readable_within(int timeout_ms) const {
    pollfd entry{fd_, POLLIN, 0};
    return ::poll(&entry, 1, timeout_ms) == 1;
  }

  bool receive_some() {
    if (!readable_within(20'000)) throw std::runtime_error("nothing came for 20 s, after: " + received_);
    char buffer[64 * 1024];
    const auto got = ::recv(fd_, buffer, sizeof buffer, 0);
    was_reset_ = got < 0 && errno == ECONNRESET;
    if (got <= 0) return false;
    received_.append(buffer, static_cast<std::size_t>(got));
    return true;
  }

  int fd_;
  std::string received_;
  bool was_reset_ = false;
};

}  // namespace mock_server
