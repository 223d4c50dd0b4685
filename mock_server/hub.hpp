#pragma once

#include <array>
#include <cstdint>
#include <map>
#include <memory>

#include "mock_server/connection.hpp"
#include "mock_server/engine.hpp"
#include "mock_server/routes.hpp"
#include "mock_server/server.hpp"
#include "mock_server/time_source.hpp"

namespace mock_server {

/// What the connections of one server share.
struct Hub {
  Options options;
  Loop& loop;
  std::unique_ptr<TimeSource> time;
  std::unique_ptr<TimeSource> real;
  Engine engine{};
  Routes routes{};
  Journal journal{};
  Parking parking{};
  std::map<std::uint64_t, std::shared_ptr<Connection>> connections{};  // loop thread only
  std::array<char, 64 * 1024> scratch{};                               // for receiving; loop thread only

  void notify() const {
    if (options.on_change) options.on_change();
  }
};

}  // namespace mock_server
