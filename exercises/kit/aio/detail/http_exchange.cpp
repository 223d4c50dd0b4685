#include <fcntl.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <aio/detail/http_exchange.hpp>
#include <aio/detail/transport.hpp>
#include <aio/errors.hpp>

// Theory of operation. The transport blocks and has no limits. Its socket is duplicated before it connects: `shutdown`
// on the duplicate ends every phase at once, also `connect`, and a descriptor of our own cannot be closed and given to
// somebody else under our hands. On Linux a `shutdown` before `connect` returns ENOTCONN and yet makes the connection
// fail. The socket is bound before it connects, so that the loop can tell its port while the connection is being made.
namespace aio::detail {
namespace {

void bind_to_any_port(int socket) {
  int family = AF_INET;
  socklen_t size = sizeof family;
  ::getsockopt(socket, SOL_SOCKET, SO_DOMAIN, &family, &size);
  sockaddr_storage address{};
  address.ss_family = static_cast<sa_family_t>(family);
  size = family == AF_INET6 ? sizeof(sockaddr_in6) : sizeof(sockaddr_in);
  // On failure (ports may run out) the kernel chooses a port at connect.
  [[maybe_unused]] const int ignored = ::bind(socket, reinterpret_cast<const sockaddr*>(&address), size);
}

[[noreturn]] void throw_failure(const Incoming& answer, const Url& url) {
  if (answer.end == Incoming::End::kNotConnected) throw ConnectError("cannot connect to " + url.authority);
  throw TransportError("the connection to " + url.authority + " broke before the answer was complete (" +
                       answer.failure + ")");
}

}  // namespace

HttpExchange::~HttpExchange() {
  if (socket_ >= 0) ::close(socket_);
}

void HttpExchange::perform(std::function<void()> on_port) noexcept {
  on_port_ = std::move(on_port);
  try {
    send();
  } catch (...) {
    error_ = std::current_exception();
  }
}

void HttpExchange::send() {
  if (request_.headers.count("Host") == 0) request_.headers.emplace("Host", url_.authority);
  const Outgoing outgoing{.host = url_.host,
                          .port = url_.port,
                          .method = request_.method,
                          .target = url_.target,
                          .headers = {request_.headers.begin(), request_.headers.end()},
                          .body = std::move(request_.body)};
  Incoming answer;
  exchange(outgoing, [this](int socket) { adopt_socket(socket); }, answer);
  if (answer.end != Incoming::End::kComplete) throw_failure(answer, url_);
  response_ = Response{.status = answer.status,
                       .reason = std::move(answer.reason),
                       .headers = {answer.headers.begin(), answer.headers.end()},
                       .body = std::move(answer.body)};
}

void HttpExchange::adopt_socket(int socket) noexcept {
  bind_to_any_port(socket);
  {
    const std::lock_guard lock(mutex_);
    if (socket_ >= 0) ::close(socket_);  // a host with several addresses: this is the next attempt
    socket_ = ::fcntl(socket, F_DUPFD_CLOEXEC, 0);
    if (cancelled_) ::shutdown(socket, SHUT_RDWR);
  }
  on_port_();
}

void HttpExchange::cancel() noexcept {
  const std::lock_guard lock(mutex_);
  cancelled_ = true;
  if (socket_ >= 0) ::shutdown(socket_, SHUT_RDWR);
}

std::uint16_t HttpExchange::local_port() const {
  const std::lock_guard lock(mutex_);
  if (cancelled_) return 0;  // about to end: a server that has not noticed yet must not make it look as if it waited
  sockaddr_storage address{};
  socklen_t size = sizeof address;
  if (socket_ < 0 || ::getsockname(socket_, reinterpret_cast<sockaddr*>(&address), &size) != 0) return 0;
  if (address.ss_family == AF_INET6) return ntohs(reinterpret_cast<const sockaddr_in6&>(address).sin6_port);
  return ntohs(reinterpret_cast<const sockaddr_in&>(address).sin_port);
}

Response HttpExchange::take() {
  if (error_) std::rethrow_exception(error_);
  return std::move(*response_);
}

}  // namespace aio::detail
