#pragma once
#include <cstdint>

namespace aio::detail {

/// An HTTP request that has been given to its thread and whose completion the loop has not yet processed.
class RequestInFlight {
 public:
  virtual ~RequestInFlight() = default;
  /// Returns the connection's local TCP port, or 0 while it has none and once it was cancelled.
  virtual std::uint16_t local_port() const = 0;
};

}  // namespace aio::detail
