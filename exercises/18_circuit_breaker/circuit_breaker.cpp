#include "circuit_breaker.hpp"

// TODO(1): write a class that derives from CircuitBreaker, and let a closed circuit pass every call through.
// TODO(2): count failures in a row, and open the circuit when there are `threshold`.
// TODO(3): refuse calls while the circuit is open.
// TODO(4): let one call through once `open_for` has passed, and only one.
// TODO(5): let the result of that call close the circuit, or open it again.
// TODO(6): a cancellation is neither a success nor a failure.

std::unique_ptr<CircuitBreaker> make_circuit_breaker([[maybe_unused]] int threshold,
                                                     [[maybe_unused]] aio::Duration open_for) {
  aio::not_implemented("make_circuit_breaker is still to be written: tasks 1 to 6 in README.md");
}
