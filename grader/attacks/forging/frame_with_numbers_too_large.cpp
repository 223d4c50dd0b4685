// Sends a result whose numbers fit into nothing, so that the proctor reads another call's id out of them.
#include <arpa/inet.h>
#include <unistd.h>

#include <string>

#include "timeout.hpp"

namespace {

void attack() {
  const std::string json = R"({"op": "result", "id": 1e400, "ok": 18446744073709551616})";
  const std::uint32_t length = ::htonl(static_cast<std::uint32_t>(json.size()));
  ::write(3, &length, sizeof length);
  ::write(3, json.data(), json.size());
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  attack();
  co_return nullptr;
}
