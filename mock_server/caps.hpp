#pragma once

#include <memory>

#include "mock_server/time_source.hpp"

namespace mock_server {

struct Hub;

/// Ends the connections that exceed a limit of time. Loop thread only.
///
/// Theory of operation: every limit is the same for all connections, so nothing can fall due sooner than the shortest
/// limit from now, unless it is known already. One timer for the earliest of these times is enough; connections and
/// scripts start none of their own.
class Caps {
 public:
  explicit Caps(Hub& hub) : hub_(hub) {}

  void watch();  ///< also after the limits have changed
  void stop() { wait_.reset(); }

 private:
  Hub& hub_;
  std::unique_ptr<Wait> wait_;
};

}  // namespace mock_server
