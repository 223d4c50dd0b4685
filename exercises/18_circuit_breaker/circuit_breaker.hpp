#pragma once

#include <aio/aio.hpp>
#include <functional>
#include <memory>
#include <stdexcept>

/// Says that a call was refused: the circuit is open, and the operation has not been run.
class CircuitOpenError : public std::runtime_error {
 public:
  CircuitOpenError() : std::runtime_error("the circuit is open") {}
};

enum class CircuitState {
  kClosed,    ///< every call goes through
  kOpen,      ///< every call is refused
  kHalfOpen,  ///< one call may go through, the *probe*; no other does until it has ended
};

/// Keeps calls away from an operation that fails, and finds out when it works again.
///
///   ┌────────┐  `threshold` failures in a row  ┌──────┐  `open_for` has passed  ┌───────────┐
///   │ closed │ ──────────────────────────────▶ │ open │ ──────────────────────▶ │ half-open │
///   └────────┘                                 └──────┘ ◀────────────────────── └───────────┘
///       ▲                                                   the probe fails           │
///       └──────────────────────────── the probe succeeds ─────────────────────────────┘
///
/// Success:  the operation returned, whatever it returned.
/// Failure:  the operation threw, whatever it threw, but for CancelledError.
/// Neither:  CancelledError, whoever caused it, and a call that was refused. The count stays as it is, and so does the state.
///           When the probe ends like that, the circuit is half-open as before, and the next call is the probe.
/// Closed:   calls run at the same time, as many as there are. Failures are counted in the order in which calls end; a
///           success sets the count to zero. With the failure that makes it `threshold` in a row the circuit opens.
/// Open:     for exactly `open_for`, from the moment that failure came. At the end of it the circuit is half-open, whether
///           or not anybody calls then.
/// Probe:    the first call in a half-open circuit. Its success closes the circuit, and the count begins at zero. Its
///           failure opens it for another `open_for`, counted from that failure.
/// Late:     a call that began before the circuit last opened has no say any more. However it ends, it changes neither
///           state nor count nor the time for which the circuit is open.
/// Threads:  the loop's thread only; any number of calls may be under way at once. Breakers have nothing to do with each
///           other.
/// Requires: the breaker outlives its calls.
class CircuitBreaker {
 public:
  virtual ~CircuitBreaker() = default;

  /// Runs `operation` once, or refuses to.
  ///
  /// Returns:  what the operation returns, at the moment it does.
  /// Errors:   what the operation throws, unchanged. CircuitOpenError, at once and without running the operation, when
  ///           the circuit is open, or half-open with a probe under way.
  ///           When the caller is cancelled the operation is cancelled, and CancelledError comes out when it has ended.
  virtual aio::Task<aio::Json> call(std::function<aio::Task<aio::Json>()> operation) = 0;

  /// Returns the state at this moment of the loop's clock.
  virtual CircuitState state() const = 0;
};

/// Makes a breaker whose circuit is closed. It runs no task and no timer of its own.
///
/// Requires: `threshold` is one or more, `open_for` more than zero.
std::unique_ptr<CircuitBreaker> make_circuit_breaker(int threshold, aio::Duration open_for);
