#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#include <aio/testing/listener.hpp>
#include <chrono>
#include <cstdlib>
#include <stdexcept>

namespace aio::testing {
namespace {

sockaddr* as_sockaddr(sockaddr_in& address) { return reinterpret_cast<sockaddr*>(&address); }

int open_socket() {
  const int socket = ::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (socket < 0) throw std::runtime_error("socket failed");
  return socket;
}

std::uint16_t bind_and_listen(int socket, int backlog) {
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (::bind(socket, as_sockaddr(address), sizeof address) != 0 || ::listen(socket, backlog) != 0) {
    throw std::runtime_error("listen failed");
  }
  socklen_t size = sizeof address;
  ::getsockname(socket, as_sockaddr(address), &size);
  return ntohs(address.sin_port);
}

std::size_t content_length(const std::string& head) {
  const char* const kName = "content-length:";
  for (std::size_t line = 0; line < head.size();) {
    if (::strncasecmp(head.c_str() + line, kName, 15) == 0) return std::strtoul(head.c_str() + line + 15, nullptr, 10);
    const auto end = head.find("\r\n", line);
    if (end == std::string::npos) break;
    line = end + 2;
  }
  return 0;
}

std::string url_of(std::uint16_t port, std::string_view path) {
  return "http://127.0.0.1:" + std::to_string(port) + std::string(path);
}

}  // namespace

std::string Connection::read_request() {
  std::string request;
  std::size_t wanted = std::string::npos;
  while (request.size() < wanted) {
    char buffer[4096];
    const auto size = ::recv(socket_, buffer, sizeof buffer, 0);
    if (size <= 0) return "";
    request.append(buffer, static_cast<std::size_t>(size));
    const auto head_end = request.find("\r\n\r\n");
    if (head_end != std::string::npos) wanted = head_end + 4 + content_length(request.substr(0, head_end + 2));
  }
  return request;
}

void Connection::send(std::string_view bytes) {
  while (!bytes.empty()) {
    const auto size = ::send(socket_, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    if (size <= 0) return;
    bytes.remove_prefix(static_cast<std::size_t>(size));
  }
}

void Connection::wait_for_client_to_leave() {
  char buffer[4096];
  while (::recv(socket_, buffer, sizeof buffer, 0) > 0) {
  }
}

void Connection::reset_on_close() {
  const linger at_once{.l_onoff = 1, .l_linger = 0};
  ::setsockopt(socket_, SOL_SOCKET, SO_LINGER, &at_once, sizeof at_once);
}

std::uint16_t Connection::peer_port() const {
  sockaddr_in address{};
  socklen_t size = sizeof address;
  ::getpeername(socket_, as_sockaddr(address), &size);
  return ntohs(address.sin_port);
}

Listener::Listener(Script script) : script_(std::move(script)), socket_(open_socket()) {
  port_ = bind_and_listen(socket_, 1024);
  acceptor_ = std::thread([this] { accept_all(); });
}

Listener::~Listener() {
  ::shutdown(socket_, SHUT_RDWR);
  acceptor_.join();
  ::close(socket_);
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : open_sockets_) ::shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& thread : threads_) thread.join();
}

std::string Listener::url(std::string_view path) const { return url_of(port_, path); }

bool Listener::wait_for_ended(int count) {
  std::unique_lock lock(mutex_);
  return ended_changed_.wait_for(lock, std::chrono::seconds(20), [&] { return ended_ >= count; });
}

void Listener::accept_all() {
  while (true) {
    const int socket = ::accept4(socket_, nullptr, nullptr, SOCK_CLOEXEC);
    if (socket < 0) return;
    ++accepted_;
    const std::lock_guard lock(mutex_);
    open_sockets_.push_back(socket);
    threads_.emplace_back([this, socket] {
      Connection connection(socket);
      script_(connection);
      const std::lock_guard end(mutex_);
      std::erase(open_sockets_, socket);
      ::close(socket);
      ++ended_;
      ended_changed_.notify_all();
    });
  }
}

FullQueue::FullQueue() : socket_(open_socket()) {
  port_ = bind_and_listen(socket_, 0);
  for (int i = 0; i < 8; ++i) {
    const int filler = open_socket();
    ::fcntl(filler, F_SETFL, O_NONBLOCK);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port_);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    static_cast<void>(::connect(filler, as_sockaddr(address), sizeof address));
    fillers_.push_back(filler);
  }
}

FullQueue::~FullQueue() {
  for (const int filler : fillers_) ::close(filler);
  ::close(socket_);
}

std::string FullQueue::url() const { return url_of(port_, "/"); }

std::uint16_t unused_port() {
  const int socket = open_socket();
  const std::uint16_t port = bind_and_listen(socket, 1);
  ::close(socket);
  return port;
}

}  // namespace aio::testing
