#pragma once

#include <cstdint>

#include "mock_server/message.hpp"

namespace mock_server {

/// How many requests a route admits, and how fast more are admitted afterwards.
struct RateLimit {
  std::int64_t tokens = 1;  ///< admitted at once
  double refill_per_s = 1;  ///< admitted per second after that
  bool retry_after = true;  ///< whether the 429 says when to come back

  /// Errors: std::invalid_argument unless 1 <= tokens <= kMostTokens and kSlowest <= refill_per_s <= kFastest.
  void check() const;

  static constexpr std::int64_t kMostTokens = 1'000'000;
  static constexpr double kSlowest = 0.001;
  static constexpr double kFastest = 1'000'000;
};

/// A bucket that is full at first; a request takes a token out, and time fills it up again.
///
/// Counts in whole nanoseconds, so a client that comes back at the time it was told is admitted, whatever it did before.
/// Source:   the "virtual scheduling" form of the leaky bucket (ITU-T I.371, the generic cell rate algorithm).
class TokenBucket {
 public:
  /// Takes a token if there is one.
  ///
  /// Returns:  0 if a request is admitted at this time, else how long until the next token.
  /// Requires: times never go back.
  Duration take(const RateLimit& limit, Duration now);

 private:
  Duration full_at_{0};  // when the bucket is (or was) full again
};

/// Returns:  what a Retry-After header says about a wait: whole seconds, rounded up, at least 1.
std::int64_t retry_after_seconds(Duration wait);

}  // namespace mock_server
