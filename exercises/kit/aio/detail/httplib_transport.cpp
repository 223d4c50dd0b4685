#include <httplib.h>

#include <aio/detail/transport.hpp>
#include <chrono>

// Theory of operation. cpp-httplib blocks, has no limit for a whole request, and its own `stop` blocks while a
// connection is being made. So its limits are set out of reach, and whoever called ends it through the socket.
namespace aio::detail {
namespace {

constexpr auto kOutOfReach = std::chrono::hours(24 * 7);  // cpp-httplib counts a limit in milliseconds, in an int

Incoming::End end_of(httplib::Error error) {
  const bool connected = error != httplib::Error::Connection && error != httplib::Error::ConnectionTimeout;
  return connected ? Incoming::End::kBroken : Incoming::End::kNotConnected;
}

}  // namespace

void exchange(const Outgoing& outgoing, const std::function<void(int socket)>& on_socket, Incoming& answer) {
  httplib::Client client(outgoing.host, outgoing.port);
  client.set_connection_timeout(kOutOfReach);
  client.set_read_timeout(kOutOfReach);
  client.set_write_timeout(kOutOfReach);
  client.set_tcp_nodelay(true);  // head and body go out separately, and would wait for each other's acknowledgement
  client.set_url_encode(false);
  client.set_decompress(false);
  client.set_socket_options([&on_socket](socket_t socket) { on_socket(socket); });

  httplib::Request request;
  request.method = outgoing.method;
  request.path = outgoing.target;
  request.body = outgoing.body;
  for (const auto& [name, value] : outgoing.headers) request.headers.emplace(name, value);

  const httplib::Result result = client.send(request);
  if (!result) {
    answer.end = end_of(result.error());
    answer.failure = httplib::to_string(result.error());
    return;
  }
  answer.end = Incoming::End::kComplete;
  answer.status = result->status;
  answer.reason = result->reason;
  answer.headers.assign(result->headers.begin(), result->headers.end());
  answer.body = result->body;
}

}  // namespace aio::detail
