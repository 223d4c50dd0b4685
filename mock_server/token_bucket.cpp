#include "mock_server/token_bucket.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace mock_server {

void RateLimit::check() const {
  if (tokens < 1 || tokens > kMostTokens) throw std::invalid_argument("a rate limit needs 1 to 1,000,000 tokens");
  if (!(refill_per_s >= kSlowest && refill_per_s <= kFastest)) {
    throw std::invalid_argument("a rate limit refills 0.001 to 1,000,000 tokens per second");
  }
}

Duration TokenBucket::take(const RateLimit& limit, Duration now) {
  const Duration per_token(std::max<std::int64_t>(1, std::llround(1e9 / limit.refill_per_s)));
  const Duration full_again = std::max(full_at_, now) + per_token;
  const Duration wait = full_again - per_token * limit.tokens - now;
  if (wait > Duration{0}) return wait;
  full_at_ = full_again;
  return Duration{0};
}

std::int64_t retry_after_seconds(Duration wait) {
  return std::max<std::int64_t>(1, std::chrono::ceil<std::chrono::seconds>(wait).count());
}

}  // namespace mock_server
