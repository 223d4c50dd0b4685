#include <optional>
#include <utility>

#include "circuit_breaker.hpp"

namespace {

// What happens from one opening to the next is a round. Calls keep the round they began in, so a late one tells its
// news to a round that nobody looks at any more.
struct Round {
  std::optional<aio::TimePoint> open_until;
  int failures = 0;
  bool probe_under_way = false;
};

// Ends a probe on every way out of a call.
class ProbeGuard {
 public:
  explicit ProbeGuard(std::shared_ptr<Round> round) : round_(std::move(round)) { round_->probe_under_way = true; }
  ProbeGuard(const ProbeGuard&) = delete;
  ProbeGuard& operator=(const ProbeGuard&) = delete;
  ~ProbeGuard() { round_->probe_under_way = false; }

 private:
  std::shared_ptr<Round> round_;
};

class RoundBreaker final : public CircuitBreaker {
 public:
  RoundBreaker(int threshold, aio::Duration open_for) : threshold_(threshold), open_for_(open_for) {}

  aio::Task<aio::Json> call(std::function<aio::Task<aio::Json>()> operation) override {
    const auto now = state();
    if (now == CircuitState::kClosed) return run(std::move(operation), round_, threshold_);
    if (now == CircuitState::kHalfOpen && !round_->probe_under_way) return probe(std::move(operation), round_);
    return refuse();
  }

  CircuitState state() const override {
    if (!round_->open_until) return CircuitState::kClosed;
    return *round_->open_until > aio::now() ? CircuitState::kOpen : CircuitState::kHalfOpen;
  }

 private:
  aio::Task<aio::Json> run(std::function<aio::Task<aio::Json>()> operation, std::shared_ptr<Round> round, int limit) {
    try {
      aio::Json result = co_await operation();
      round->failures = 0;
      round->open_until.reset();
      co_return result;
    } catch (const aio::CancelledError&) {
      throw;
    } catch (...) {
      ++round->failures;
      if (round == round_ && round->failures >= limit) {
        round_ = std::make_shared<Round>();
        round_->open_until = aio::now() + open_for_;
      }
      throw;
    }
  }
  aio::Task<aio::Json> probe(std::function<aio::Task<aio::Json>()> operation, std::shared_ptr<Round> round) {
    const ProbeGuard guard(round);
    co_return co_await run(std::move(operation), round, 1);
  }
  static aio::Task<aio::Json> refuse() {
    throw CircuitOpenError();
    co_return nullptr;
  }

  int threshold_;
  aio::Duration open_for_;
  std::shared_ptr<Round> round_ = std::make_shared<Round>();
};

}  // namespace

std::unique_ptr<CircuitBreaker> make_circuit_breaker(int threshold, aio::Duration open_for) {
  return std::make_unique<RoundBreaker>(threshold, open_for);
}
