#include "mock_server/delay.hpp"

#include <algorithm>
#include <cmath>
#include <stdexcept>

namespace mock_server {

namespace {

using Seconds = std::chrono::duration<double>;

/// Compared before the conversion, which would overflow.
Duration capped(Seconds time) {
  return time >= Delay::kLongest ? Delay::kLongest : std::chrono::duration_cast<Duration>(time);
}

}  // namespace

Delay Delay::uniform(Duration lowest, Duration highest) {
  if (lowest < Duration{0} || highest < lowest)
    throw std::invalid_argument("a uniform delay needs 0 <= lowest <= highest");
  Delay delay;
  delay.kind_ = Uniform{lowest, highest};
  return delay;
}

Delay Delay::lognormal(Duration median, double sigma) {
  if (median <= Duration{0}) throw std::invalid_argument("a lognormal delay needs a median above 0");
  if (!(sigma >= 0 && sigma <= 10)) throw std::invalid_argument("a lognormal delay needs 0 <= sigma <= 10");
  Delay delay;
  delay.kind_ = Lognormal{median, sigma};
  return delay;
}

Duration Delay::draw(Draws draws) const {
  if (const auto* range = std::get_if<Uniform>(&kind_)) {
    return capped(Seconds(range->lowest) + draws.uniform() * Seconds(range->highest - range->lowest));
  }
  if (const auto* tail = std::get_if<Lognormal>(&kind_)) {
    return capped(Seconds(tail->median) * std::exp(tail->sigma * draws.normal()));
  }
  return std::min(std::get<Duration>(kind_), kLongest);
}

bool Delay::is_none() const { return fixed() && *fixed() <= Duration{0}; }

std::optional<Duration> Delay::fixed() const {
  const auto* time = std::get_if<Duration>(&kind_);
  return time == nullptr ? std::nullopt : std::optional(*time);
}

}  // namespace mock_server
