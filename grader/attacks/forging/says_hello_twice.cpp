// Says hello again in the middle of a call, to make the proctor start all over.
#include <arpa/inet.h>
#include <unistd.h>

#include <string>

#include "timeout.hpp"

namespace {

void attack() {
  const std::string json = R"({"op": "hello", "protocol": 2, "functions": []})";
  const std::uint32_t length = ::htonl(static_cast<std::uint32_t>(json.size()));
  ::write(3, &length, sizeof length);
  ::write(3, json.data(), json.size());
}

}  // namespace

aio::Task<aio::Json> fetch_with_timeout(aio::HttpClient&, std::string, aio::Duration) {
  attack();
  co_return nullptr;
}
