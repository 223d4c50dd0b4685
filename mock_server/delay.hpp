#pragma once

#include <optional>
#include <variant>

#include "mock_server/draws.hpp"
#include "mock_server/message.hpp"

namespace mock_server {

/// How long an answer is held back: always the same time, or a time drawn anew for each request.
class Delay {
 public:
  /// Longest time that is ever drawn, so that the tail of a distribution cannot stop a server.
  static constexpr Duration kLongest = std::chrono::hours(24);

  Delay() = default;                       // none
  Delay(Duration fixed) : kind_(fixed) {}  // NOLINT(google-explicit-constructor): 200ms is a delay
  template <class Rep, class Period>
  Delay(std::chrono::duration<Rep, Period> fixed)  // NOLINT(google-explicit-constructor)
      : Delay(std::chrono::duration_cast<Duration>(fixed)) {}

  /// Any time of the range with the same chance.
  ///
  /// Errors: std::invalid_argument unless 0 <= lowest <= highest.
  static Delay uniform(Duration lowest, Duration highest);

  /// A long tail: half of the times are shorter than `median`; the logarithm's standard deviation is `sigma` (0.1 is
  /// narrow, 1 sends every fortieth beyond seven times the median).
  ///
  /// Errors: std::invalid_argument unless median > 0 and 0 <= sigma <= 10.
  static Delay lognormal(Duration median, double sigma);

  Duration draw(Draws draws) const;

  bool is_none() const;
  /// Returns: the time, if it is always the same.
  std::optional<Duration> fixed() const;

 private:
  struct Uniform {
    Duration lowest, highest;
  };
  struct Lognormal {
    Duration median;
    double sigma;
  };

  std::variant<Duration, Uniform, Lognormal> kind_ = Duration{0};
};

}  // namespace mock_server
