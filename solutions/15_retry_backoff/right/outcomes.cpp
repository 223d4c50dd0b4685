#include <algorithm>
#include <cmath>
#include <exception>
#include <utility>
#include <vector>

#include "retry.hpp"

namespace {

template <class Error>
const Error* as(const std::exception_ptr& error) {
  try {
    std::rethrow_exception(error);
  } catch (const Error& found) {
    return &found;
  } catch (...) {
    return nullptr;
  }
}

bool is_transient(const std::exception_ptr& error) {
  if (const auto* answer = as<aio::StatusError>(error)) {
    const int status = answer->status();
    return status == 429 || (status >= 500 && status < 600);
  }
  return as<aio::TimeoutError>(error) != nullptr || as<aio::ConnectError>(error) != nullptr ||
         as<aio::TransportError>(error) != nullptr;
}

aio::Task<aio::Outcome<aio::Json>> outcome_of(aio::Task<aio::Json> task) {
  std::vector<aio::Task<aio::Json>> tasks;
  tasks.push_back(std::move(task));
  co_return (co_await aio::gather(std::move(tasks))).front();
}

}  // namespace

// Errors are values here: an attempt always ends with an outcome, and the loop decides what it is worth.
aio::Task<aio::Json> retry(std::function<aio::Task<aio::Json>()> operation, RetryPolicy policy,
                           std::function<double()> random) {
  auto delay = std::min(policy.initial_delay, policy.max_delay);
  auto outcome = co_await outcome_of(operation());
  for (int i = 0; i < policy.max_retries && !outcome && is_transient(outcome.error()); ++i) {
    const double factor = 1 + policy.jitter * random();
    const auto wait = std::chrono::nanoseconds(std::llround(static_cast<double>(delay.count()) * factor));
    co_await aio::sleep(wait < policy.max_delay ? wait : policy.max_delay);
    delay = delay < policy.max_delay - delay ? delay + delay : policy.max_delay;
    outcome = co_await outcome_of(operation());
  }
  co_return outcome.value();
}
