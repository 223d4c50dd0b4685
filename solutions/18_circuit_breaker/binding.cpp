#include <circuit_breaker.hpp>
#include <grader/subject/expose.hpp>

template <>
struct subject::Codec<CircuitState> {
  static aio::Json encode(CircuitState state) {
    switch (state) {
      case CircuitState::kClosed:
        return "closed";
      case CircuitState::kOpen:
        return "open";
      case CircuitState::kHalfOpen:
        return "half-open";
    }
    return "none of the three states";
  }
};

void subject::bindings() {
  expose("make_circuit_breaker", &make_circuit_breaker);
  expose("call", &CircuitBreaker::call);
  expose("state", &CircuitBreaker::state);
}
