// Loses: leaves_cancellations_out
// "A cancelled call needs nothing from me."
#include <optional>

#include "circuit_breaker.hpp"

namespace {

class Breaker final : public CircuitBreaker {
 public:
  Breaker(int threshold, aio::Duration open_for) : threshold_(threshold), open_for_(open_for) {}

  aio::Task<aio::Json> call(std::function<aio::Task<aio::Json>()> operation) override {
    if (state() == CircuitState::kOpen || probing_) throw CircuitOpenError();
    probing_ = state() == CircuitState::kHalfOpen;
    const int times_opened = times_opened_;
    const auto has_a_say = [&] { return times_opened == times_opened_; };
    try {
      aio::Json result = co_await operation();
      if (has_a_say()) close();
      co_return result;
    } catch (const aio::CancelledError&) {
      throw;
    } catch (...) {
      if (has_a_say()) count_failure();
      throw;
    }
  }

  CircuitState state() const override {
    if (!open_until_) return CircuitState::kClosed;
    return aio::now() < *open_until_ ? CircuitState::kOpen : CircuitState::kHalfOpen;
  }

 private:
  void close() {
    failures_ = 0;
    probing_ = false;
    open_until_.reset();
  }
  // The failure of a probe is one more in the same row.
  void count_failure() {
    if (++failures_ < threshold_) return;
    probing_ = false;
    open_until_ = aio::now() + open_for_;
    ++times_opened_;
  }

  const int threshold_;
  const aio::Duration open_for_;
  int failures_ = 0;                          // in a row
  bool probing_ = false;                      // a probe is under way
  std::optional<aio::TimePoint> open_until_;  // nothing: closed
  int times_opened_ = 0;
};

}  // namespace

std::unique_ptr<CircuitBreaker> make_circuit_breaker(int threshold, aio::Duration open_for) {
  return std::make_unique<Breaker>(threshold, open_for);
}
