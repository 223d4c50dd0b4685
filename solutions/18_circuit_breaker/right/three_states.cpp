#include <exception>
#include <optional>
#include <utility>
#include <variant>

#include "circuit_breaker.hpp"

namespace {

// Each state has what belongs to it, and nothing else.
struct Closed {
  int failures = 0;
};
struct Open {
  aio::TimePoint until;
};
struct Probing {};  // half-open, with a probe under way; without one it is an Open whose time is over

class StateMachine final : public CircuitBreaker {
 public:
  StateMachine(int threshold, aio::Duration open_for) : threshold_(threshold), open_for_(open_for) {}

  aio::Task<aio::Json> call(std::function<aio::Task<aio::Json>()> operation) override {
    const auto ticket = admit();
    enum { kSucceeded, kFailed, kCancelled } end = kSucceeded;
    std::optional<aio::Json> result;
    std::exception_ptr error;
    try {
      result = co_await operation();
    } catch (const aio::CancelledError&) {
      end = kCancelled;
      error = std::current_exception();
    } catch (...) {
      end = kFailed;
      error = std::current_exception();
    }

    if (ticket == tickets_) {
      if (end == kSucceeded) state_ = Closed();
      if (end == kFailed) failed();
      if (end == kCancelled && std::holds_alternative<Probing>(state_)) state_ = Open{aio::now()};
    }
    if (error) std::rethrow_exception(error);
    co_return *std::move(result);
  }

  CircuitState state() const override {
    if (std::holds_alternative<Closed>(state_)) return CircuitState::kClosed;
    const auto* open = std::get_if<Open>(&state_);
    return open && aio::now() < open->until ? CircuitState::kOpen : CircuitState::kHalfOpen;
  }

 private:
  // Tickets of one batch are equal; with each opening a new batch begins.
  using Ticket = std::shared_ptr<const char>;
  static Ticket new_batch() { return std::make_shared<const char>(); }

  Ticket admit() {
    if (std::holds_alternative<Probing>(state_) || state() == CircuitState::kOpen) throw CircuitOpenError();
    if (std::holds_alternative<Open>(state_)) state_ = Probing();
    return tickets_;
  }

  void failed() {
    if (auto* closed = std::get_if<Closed>(&state_)) {
      if (++closed->failures < threshold_) return;
    }
    state_ = Open{aio::now() + open_for_};
    tickets_ = new_batch();
  }

  int threshold_;
  aio::Duration open_for_;
  std::variant<Closed, Open, Probing> state_;
  Ticket tickets_ = new_batch();
};

}  // namespace

std::unique_ptr<CircuitBreaker> make_circuit_breaker(int threshold, aio::Duration open_for) {
  return std::make_unique<StateMachine>(threshold, open_for);
}
