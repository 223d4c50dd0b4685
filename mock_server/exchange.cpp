#include "mock_server/exchange.hpp"

#include <initializer_list>
#include <utility>

namespace mock_server {

namespace {

template <class Enum>
using Names = std::initializer_list<std::pair<Enum, std::string_view>>;

constexpr Names<End> kEnds = {{End::kOpen, "open"},
                              {End::kServed, "served"},
                              {End::kClientLeft, "client_left"},
                              {End::kClientReset, "client_reset"},
                              {End::kServerClosed, "server_closed"},
                              {End::kStopped, "stopped"}};

constexpr Names<Change> kChanges = {{Change::kArrived, "arrived"},
                                    {Change::kHeadKnown, "head_known"},
                                    {Change::kRequestComplete, "request_complete"},
                                    {Change::kFirstResponseByte, "first_response_byte"},
                                    {Change::kWaiting, "waiting"},
                                    {Change::kEnded, "ended"}};

template <class Enum>
std::string_view name_of(Enum value, const Names<Enum>& names) {
  for (const auto& [known, name] : names) {
    if (known == value) return name;
  }
  return "?";
}

template <class Enum>
std::optional<Enum> named(std::string_view wanted, const Names<Enum>& names) {
  for (const auto& [value, name] : names) {
    if (name == wanted) return value;
  }
  return std::nullopt;
}

}  // namespace

std::string_view to_string(End end) { return name_of(end, kEnds); }
std::optional<End> end_named(std::string_view name) { return named(name, kEnds); }
std::string_view to_string(Change change) { return name_of(change, kChanges); }
std::optional<Change> change_named(std::string_view name) { return named(name, kChanges); }

std::optional<Exchange::TimePoint> time_of(const Exchange& exchange, Change change) {
  switch (change) {
    case Change::kArrived:
      return exchange.first_byte;
    case Change::kHeadKnown:
      return exchange.head_known;
    case Change::kRequestComplete:
      return exchange.request_complete;
    case Change::kFirstResponseByte:
      return exchange.first_response_byte;
    case Change::kWaiting:
      if (exchange.waits.empty()) return std::nullopt;
      return exchange.waits.back().since;
    case Change::kEnded:
      return exchange.ended;
  }
  return std::nullopt;
}

std::uint64_t stable_hash(std::string_view text) {
  std::uint64_t hash = 0xcbf29ce484222325U;
  for (const char byte : text) hash = (hash ^ static_cast<unsigned char>(byte)) * 0x100000001b3U;
  return hash;
}

}  // namespace mock_server
