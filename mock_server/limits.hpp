#pragma once

#include <chrono>
#include <cstddef>

#include "mock_server/message.hpp"

namespace mock_server {

/// What a server never exceeds, so that a test or a scenario gone wrong cannot take the machine with it.
///
/// The times are real time even when the server lives on a ManualClock: they guard the machine, and are no part of what
/// a test measures.
struct Limits {
  std::size_t connections = 10'000;                  ///< one more is reset
  std::size_t request_bytes = 16 << 20;              ///< a larger body is refused with 413
  std::size_t response_bytes = 256 << 20;            ///< a larger answer becomes a 500
  Duration script_time = std::chrono::minutes(10);   ///< an answer that takes longer is reset: "script_cap"
  Duration connection_time = std::chrono::hours(2);  ///< an older connection is reset: "connection_cap"
  Duration idle_time = std::chrono::minutes(10);     ///< a connection without a request is closed

  bool operator==(const Limits&) const = default;
};

}  // namespace mock_server
