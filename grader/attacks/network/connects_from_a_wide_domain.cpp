// Asks for a socket with the upper half of the domain's register set, which a sloppy filter does not compare; the rest
// is an honest solution.
#include <arpa/inet.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  sockaddr_in server{};
  server.sin_family = AF_INET;
  server.sin_port = ::htons(static_cast<std::uint16_t>(std::stoi("@PORT@")));
  server.sin_addr.s_addr = ::htonl(INADDR_LOOPBACK);
  constexpr long kWide = 0x1'0000'0000;
  const long fd = ::syscall(SYS_socket, kWide | AF_INET, kWide | SOCK_STREAM | SOCK_NONBLOCK, kWide);
  ::syscall(SYS_connect, kWide | fd, &server, kWide | sizeof server);
  ::syscall(SYS_socket, kWide | AF_VSOCK, SOCK_STREAM, 0);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
