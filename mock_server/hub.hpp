#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>
#include <utility>
#include <vector>

#include "mock_server/connection.hpp"
#include "mock_server/engine.hpp"
#include "mock_server/rules.hpp"
#include "mock_server/server.hpp"
#include "mock_server/time_source.hpp"

namespace mock_server {

/// What the connections of one server share.
struct Hub {
  Options options;
  Loop& loop;
  std::unique_ptr<TimeSource> time;
  std::unique_ptr<TimeSource> real;
  CurrentRules rules;
  Engine engine{};
  Journal journal{};
  Parking parking{};
  std::map<std::uint64_t, std::shared_ptr<Connection>> connections{};  // loop thread only
  std::array<char, 64 * 1024> scratch{};                               // for receiving; loop thread only

  bool changed = false;           // in this turn; loop thread only
  std::vector<Exchange> ended{};  // in this turn, if anybody wants to know

  /// Carries out what happens in one turn of the loop: other threads see all of it or nothing, and are told afterwards.
  template <class Body>
  void turn(const Body& body) {
    {
      const auto held = journal.hold();
      body();
    }
    for (const auto& exchange : std::exchange(ended, {})) options.on_exchange_ended(exchange);
    if (std::exchange(changed, false) && options.on_change) options.on_change();
  }
};

}  // namespace mock_server
