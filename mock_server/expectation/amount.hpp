#pragma once

#include <cstddef>
#include <limits>
#include <string>

namespace mock_server {

/// How many of something are expected.
struct Amount {
  std::size_t least = 0;
  std::size_t most = std::numeric_limits<std::size_t>::max();

  bool contains(std::size_t count) const { return least <= count && count <= most; }
  bool operator==(const Amount&) const = default;
};

inline Amount exactly(std::size_t n) { return {.least = n, .most = n}; }
inline Amount at_least(std::size_t n) { return {.least = n}; }
inline Amount at_most(std::size_t n) { return {.most = n}; }
inline Amount between(std::size_t least, std::size_t most) { return {.least = least, .most = most}; }
inline Amount none() { return exactly(0); }

/// Returns:  "exactly 3 requests", "at least 1 request", "from 2 to 4 requests", "no request".
std::string amount_text(const Amount& amount, const std::string& noun);

}  // namespace mock_server
