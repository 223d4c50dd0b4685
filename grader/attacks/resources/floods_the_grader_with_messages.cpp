// Sends a hundred messages of a megabyte to the proctor, which keeps each one for the report.
#include <arpa/inet.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

[[noreturn]] void attack() {
  const std::string json =
      R"({"op": "diagnostic", "kind": "never_awaited", "text": ")" + std::string(1'000'000, 'x') + "\"}";
  const std::uint32_t length = ::htonl(static_cast<std::uint32_t>(json.size()));
  const std::string frame = std::string(reinterpret_cast<const char*>(&length), sizeof length) + json;
  for (int i = 0; i < 100; ++i) {
    for (std::size_t at = 0; at < frame.size();) {
      const ssize_t written = ::write(3, frame.data() + at, frame.size() - at);
      if (written < 0) ::_exit(1);
      at += static_cast<std::size_t>(written);
    }
  }
  ::_exit(0);
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  if (url.ends_with("/late")) attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
