// Sends a diagnostic of its own to the proctor, with a kind and a text full of escapes and HTML; the rest is an honest
// solution.
#include <arpa/inet.h>
#include <unistd.h>

#include <string>
#include <utility>

#include "timeout.hpp"

namespace {

void attack() {
  const std::string json =
      R"({"op": "diagnostic", "kind": "<b>\u001b[31m", "text": "\u001b]0;8 of 8\u0007\u0000</p>"})";
  const std::uint32_t length = ::htonl(static_cast<std::uint32_t>(json.size()));
  const std::string frame = std::string(reinterpret_cast<const char*>(&length), sizeof length) + json;
  ::write(3, frame.data(), frame.size());
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient& client, std::string url, aio::Duration limit) {
  attack();
  const aio::Response response = co_await aio::timeout(limit, client.get(std::move(url)));
  response.raise_for_status();
  co_return response.json();
}
