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
  Journal journal{options.max_journal_exchanges};
  Parking parking{};
  std::map<std::uint64_t, std::shared_ptr<Connection>> connections{};  // loop thread only
  std::size_t refused = 0;                // of these, the ones only kept until they have read so; loop thread only
  std::array<char, 64 * 1024> scratch{};  // for receiving; loop thread only

  bool changed = false;                                // in this turn; loop thread only
  std::vector<std::pair<Exchange, Change>> changes{};  // in this turn, if anybody wants to know

  /// Carries out what happens in one turn of the loop: other threads see all of it or nothing, and are told afterwards.
  template <class Body>
  void turn(const Body& body) {
    {
      const auto held = journal.hold();
      body();
    }
    for (const auto& [exchange, change] : std::exchange(changes, {})) call(options.on_exchange, exchange, change);
    if (std::exchange(changed, false) && options.on_change) call(options.on_change);
  }

  /// Calls code of the user's, whose exceptions are nobody's here.
  template <class Function, class... Arguments>
  static void call(const Function& function, const Arguments&... arguments) {
    try {
      function(arguments...);
    } catch (...) {  // NOLINT(bugprone-empty-catch)
    }
  }
};

}  // namespace mock_server
