#include <algorithm>
#include <optional>

#include "retry.hpp"

namespace {

// One attempt in a task of its own. Nothing means: it failed, and another one is worth it.
aio::Task<std::optional<aio::Json>> attempt(std::function<aio::Task<aio::Json>()> operation, bool last) {
  auto run = aio::create_task(operation(), last ? "last attempt" : "attempt");
  try {
    co_return co_await run;
  } catch (const aio::TimeoutError&) {
    if (last) throw;
  } catch (const aio::ConnectError&) {
    if (last) throw;
  } catch (const aio::TransportError&) {
    if (last) throw;
  } catch (const aio::StatusError& error) {
    const bool busy = error.status() == 429;
    const bool broken = error.status() >= 500 && error.status() <= 599;
    if (last || (!busy && !broken)) throw;
  }
  co_return std::nullopt;
}

aio::Task<aio::Json> retry_from(std::function<aio::Task<aio::Json>()> operation, RetryPolicy policy,
                                std::function<double()> random, aio::Duration delay) {
  if (auto result = co_await attempt(operation, policy.max_retries <= 0)) co_return *result;

  const double share = policy.jitter * random();
  const auto extra = std::chrono::round<aio::Duration>(share * delay);
  const auto room = policy.max_delay - delay;
  co_await aio::sleep(delay + std::min(extra, room));

  --policy.max_retries;
  co_return co_await retry_from(operation, policy, random, delay > room ? policy.max_delay : delay * 2);
}

}  // namespace

// A retry is the same again with one retry less and twice the delay.
aio::Task<aio::Json> retry(std::function<aio::Task<aio::Json>()> operation, RetryPolicy policy,
                           std::function<double()> random) {
  return retry_from(operation, policy, random, std::min(policy.initial_delay, policy.max_delay));
}
