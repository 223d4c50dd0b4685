#include <fcntl.h>
#include <httplib.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <aio/detail/http_exchange.hpp>
#include <aio/errors.hpp>

// Theory of operation. cpp-httplib blocks, has no limit for a whole request, and its own `stop` blocks while a
// connection is being made. So its limits are set out of reach, and its socket is duplicated before it connects:
// `shutdown` on the duplicate ends every phase at once, also `connect`, and a descriptor of our own cannot be closed
// and given to somebody else under our hands. On Linux a `shutdown` before `connect` returns ENOTCONN and yet makes the
// connection fail. The socket is bound before it connects, so that the loop can tell its port while the connection is
// being made.
namespace aio::detail {
namespace {

constexpr auto kOutOfReach = std::chrono::hours(24 * 7);  // cpp-httplib counts a limit in milliseconds, in an int

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

[[noreturn]] void throw_failure(httplib::Error error, const Url& url) {
  if (error == httplib::Error::Connection || error == httplib::Error::ConnectionTimeout) {
    throw ConnectError("cannot connect to " + url.authority);
  }
  throw TransportError("the connection to " + url.authority + " broke before the answer was complete (" +
                       httplib::to_string(error) + ")");
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
  httplib::Client client(url_.host, url_.port);
  client.set_connection_timeout(kOutOfReach);
  client.set_read_timeout(kOutOfReach);
  client.set_write_timeout(kOutOfReach);
  client.set_tcp_nodelay(true);  // head and body go out separately, and would wait for each other's acknowledgement
  client.set_url_encode(false);
  client.set_decompress(false);
  client.set_socket_options([this](socket_t socket) { adopt_socket(socket); });

  httplib::Request request;
  request.method = request_.method;
  request.path = url_.target;
  request.body = std::move(request_.body);
  for (auto& [name, value] : request_.headers) request.headers.emplace(name, value);
  if (!request.has_header("Host")) request.headers.emplace("Host", url_.authority);

  const httplib::Result result = client.send(request);
  if (!result) throw_failure(result.error(), url_);
  Response& response = response_.emplace();
  response.status = result->status;
  response.reason = result->reason;
  for (const auto& [name, value] : result->headers) response.headers.emplace(name, value);
  response.body = result->body;
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
