// Connects to the loopback address in the clothes of IPv6; the rest is an honest solution.
#include <arpa/inet.h>
#include <sys/socket.h>

#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  sockaddr_in6 server{};
  server.sin6_family = AF_INET6;
  server.sin6_port = ::htons(static_cast<std::uint16_t>(std::stoi("@PORT@")));
  ::inet_pton(AF_INET6, "::ffff:127.0.0.1", &server.sin6_addr);
  const int fd = ::socket(AF_INET6, SOCK_STREAM | SOCK_NONBLOCK, 0);
  ::connect(fd, reinterpret_cast<const sockaddr*>(&server), sizeof server);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
