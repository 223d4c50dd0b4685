#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>

#include "retry.hpp"

namespace {

// Says how long to wait next. The delays are computed, not remembered: in floating point a large one is only large.
class Backoff {
 public:
  Backoff(RetryPolicy policy, std::function<double()> random) : policy_(policy), random_(std::move(random)) {}

  bool exhausted() const { return retries_ >= policy_.max_retries; }

  aio::Duration next() {
    using Nanoseconds = std::chrono::duration<double, std::nano>;
    const Nanoseconds delay = policy_.initial_delay * std::pow(2.0, retries_++);
    const Nanoseconds wait = delay + delay * policy_.jitter * random_();
    return std::chrono::duration_cast<aio::Duration>(std::min<Nanoseconds>(wait, policy_.max_delay));
  }

 private:
  RetryPolicy policy_;
  std::function<double()> random_;
  int retries_ = 0;
};

bool may_be_gone_next_time(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const aio::TimeoutError&) {
    return true;
  } catch (const aio::ConnectError&) {
    return true;
  } catch (const aio::TransportError&) {
    return true;
  } catch (const aio::StatusError& answer) {
    return answer.status() == 429 || answer.status() / 100 == 5;
  } catch (...) {
    return false;
  }
}

}  // namespace

aio::Task<aio::Json> retry(std::function<aio::Task<aio::Json>()> operation, RetryPolicy policy,
                           std::function<double()> random) {
  Backoff backoff(policy, std::move(random));
  while (true) {
    std::exception_ptr failure;
    try {
      co_return co_await operation();
    } catch (...) {
      failure = std::current_exception();
    }
    if (backoff.exhausted() || !may_be_gone_next_time(failure)) std::rethrow_exception(failure);
    co_await aio::sleep(backoff.next());
  }
}
