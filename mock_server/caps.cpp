#include "mock_server/caps.hpp"

#include <algorithm>

#include "mock_server/hub.hpp"

namespace mock_server {

namespace {
constexpr std::chrono::milliseconds kShortest{1};  // between two looks, if somebody sets a limit of nothing
}

void Caps::watch() {
  const auto limits = hub_.rules.get()->limits;
  const auto now = hub_.real->now();
  auto next = now + std::min({limits.script_time, limits.connection_time, limits.idle_time});
  hub_.turn([&] {
    // A copy, as connections that end leave the map.
    for (const auto& [id, connection] : std::map(hub_.connections)) {
      if (const auto due = connection->enforce(limits, now)) next = std::min(next, *due);
    }
  });
  wait_ = hub_.real->wake_at(std::max<std::chrono::nanoseconds>(next, now + kShortest), [this] { watch(); });
}

}  // namespace mock_server
