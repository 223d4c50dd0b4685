#include <algorithm>
#include <functional>
#include <utility>

#include "resilient_client.hpp"

namespace {

using Answer = std::optional<aio::Json>;
using Work = std::function<aio::Task<Answer>()>;

bool worth_another_attempt(const aio::Error& error) {
  if (const auto* status = dynamic_cast<const aio::StatusError*>(&error)) {
    return status->status() == 429 || status->status() >= 500;
  }
  return dynamic_cast<const aio::TimeoutError*>(&error) || dynamic_cast<const aio::ConnectError*>(&error) ||
         dynamic_cast<const aio::TransportError*>(&error);
}

/// Exercise 15: attempts and waits. Nothing when the last attempt has failed.
class Retrier {
 public:
  explicit Retrier(const ResiliencePolicy& policy) : policy_(policy) {}

  aio::Task<Answer> run(Work work) const {
    aio::Duration delay = std::min(policy_.initial_delay, policy_.max_delay);
    for (int left = policy_.max_retries;; --left) {
      try {
        co_return co_await work();
      } catch (const aio::Error& error) {
        if (!worth_another_attempt(error)) throw;
      }
      if (left == 0) co_return std::nullopt;
      co_await aio::sleep(delay);
      delay = delay > policy_.max_delay / 2 ? policy_.max_delay : delay * 2;
    }
  }

 private:
  ResiliencePolicy policy_;
};

/// Exercise 18: the three states, by name. A result counts only in the period in which its request was let through.
class Breaker {
 public:
  Breaker(int threshold, aio::Duration open_time) : threshold_(threshold), open_time_(open_time) {}

  aio::Task<Answer> run(Work work) {
    if (state_ == State::kOpen && aio::now() >= reopens_) enter(State::kHalfOpen);
    if (state_ == State::kOpen || (state_ == State::kHalfOpen && probing_)) co_return std::nullopt;
    probing_ = state_ == State::kHalfOpen;
    const int period = period_;

    Answer answer;
    std::exception_ptr error;
    bool counts = true;
    try {
      answer = co_await work();
    } catch (const aio::CancelledError&) {
      counts = false;
      error = std::current_exception();
    } catch (...) {
      error = std::current_exception();
    }

    if (period == period_) {
      probing_ = false;
      if (counts) record(answer.has_value() || error);
    }
    if (error) std::rethrow_exception(error);
    co_return answer;
  }

 private:
  enum class State { kClosed, kOpen, kHalfOpen };

  void enter(State state) {
    state_ = state;
    ++period_;
    failures_ = 0;
    probing_ = false;
    if (state == State::kOpen) reopens_ = aio::now() + open_time_;
  }

  void record(bool success) {
    if (success) {
      failures_ = 0;
      if (state_ == State::kHalfOpen) enter(State::kClosed);
    } else if (state_ == State::kHalfOpen || ++failures_ == threshold_) {
      enter(State::kOpen);
    }
  }

  int threshold_;
  aio::Duration open_time_;
  State state_ = State::kClosed;
  aio::TimePoint reopens_{};
  int failures_ = 0;
  int period_ = 0;
  bool probing_ = false;
};

// A breaker around retries around a limit: each part is a class of its own and knows nothing of the others.
class Client final : public ResilientClient {
 public:
  Client(aio::HttpClient& http, const ResiliencePolicy& policy)
      : http_(http),
        limit_(policy.attempt_limit),
        retrier_(policy),
        breaker_(policy.failure_threshold, policy.open_time) {}

  aio::Task<Answer> fetch(std::string url) override {
    const Work attempt = [this, &url] { return aio::timeout(limit_, get(url)); };
    const Work request = [this, &attempt] { return retrier_.run(attempt); };
    co_return co_await breaker_.run(request);
  }

 private:
  aio::Task<Answer> get(std::string url) {
    const auto response = co_await http_.get(std::move(url));
    response.raise_for_status();
    co_return response.json();
  }

  aio::HttpClient& http_;
  aio::Duration limit_;
  Retrier retrier_;
  Breaker breaker_;
};

}  // namespace

std::unique_ptr<ResilientClient> make_resilient_client(aio::HttpClient& client, ResiliencePolicy policy) {
  return std::make_unique<Client>(client, policy);
}
