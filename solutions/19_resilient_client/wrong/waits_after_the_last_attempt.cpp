// Loses: limits_each_attempt, gives_up_gracefully
// "After each failed attempt comes a wait."
#include <algorithm>
#include <utility>

#include "resilient_client.hpp"

namespace {

/// Says that a probe is under way, for as long as it lives: also when the probe is cancelled.
class ProbeMark {
 public:
  explicit ProbeMark(bool& probing) : probing_(probing) { probing_ = true; }
  ProbeMark(const ProbeMark&) = delete;
  ProbeMark& operator=(const ProbeMark&) = delete;
  ~ProbeMark() { probing_ = false; }

 private:
  bool& probing_;
};

class Client final : public ResilientClient {
 public:
  Client(aio::HttpClient& http, const ResiliencePolicy& policy) : http_(http), policy_(policy) {}

  aio::Task<std::optional<aio::Json>> fetch(std::string url) override {
    if (failures_ < policy_.failure_threshold) co_return co_await counted(std::move(url));
    if (probing_ || aio::now() < opened_ + policy_.open_time) co_return std::nullopt;
    const ProbeMark mark(probing_);
    co_return co_await counted(std::move(url));
  }

 private:
  /// One request, and what the breaker makes of it.
  aio::Task<std::optional<aio::Json>> counted(std::string url) {
    std::optional<aio::Json> answer;
    try {
      answer = co_await with_retries(std::move(url));
    } catch (const aio::Error&) {
      failures_ = 0;
      throw;
    }
    failures_ = answer ? 0 : failures_ + 1;
    opened_ = aio::now();
    co_return answer;
  }

  aio::Task<std::optional<aio::Json>> with_retries(std::string url) {
    aio::Duration delay = policy_.initial_delay;
    for (int retries = 0; retries < policy_.max_retries; ++retries) {
      if (auto answer = co_await attempt(url)) co_return answer;
      delay = std::min(delay, policy_.max_delay);
      co_await aio::sleep(delay);
      delay *= 2;
    }
    auto last = co_await attempt(url);
    if (!last) co_await aio::sleep(std::min(delay, policy_.max_delay));
    co_return last;
  }

  aio::Task<std::optional<aio::Json>> attempt(std::string url) {
    try {
      const aio::Response response = co_await aio::timeout(policy_.attempt_limit, http_.get(std::move(url)));
      response.raise_for_status();
      co_return response.json();
    } catch (const aio::TimeoutError&) {
    } catch (const aio::ConnectError&) {
    } catch (const aio::TransportError&) {
    } catch (const aio::StatusError& error) {
      if (error.status() != 429 && error.status() < 500) throw;
    }
    co_return std::nullopt;
  }

  aio::HttpClient& http_;
  const ResiliencePolicy policy_;
  int failures_ = 0;  // in a row; closed while there are fewer than the threshold
  aio::TimePoint opened_;
  bool probing_ = false;
};

}  // namespace

std::unique_ptr<ResilientClient> make_resilient_client(aio::HttpClient& client, ResiliencePolicy policy) {
  return std::make_unique<Client>(client, policy);
}
