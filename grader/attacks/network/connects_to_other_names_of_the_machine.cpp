// Connects to the machine by addresses that are not 127.0.0.1 and lead to it all the same; the rest is an honest
// solution.
#include <arpa/inet.h>
#include <sys/socket.h>

#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[gnu::constructor]] void attack() {
  for (const char* name : {"0.0.0.0", "127.0.0.2", "127.255.255.254"}) {
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = ::htons(static_cast<std::uint16_t>(std::stoi("@PORT@")));
    ::inet_pton(AF_INET, name, &server.sin_addr);
    const int fd = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK, 0);
    ::connect(fd, reinterpret_cast<const sockaddr*>(&server), sizeof server);
  }
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
