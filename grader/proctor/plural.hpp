#pragma once

#include <cstddef>
#include <string>

namespace proctor {

/// Counts something in words: "1 request", "2 requests".
inline std::string plural(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

}  // namespace proctor
