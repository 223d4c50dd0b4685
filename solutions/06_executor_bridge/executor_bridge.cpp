#include "executor_bridge.hpp"

#include <utility>

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::vector<aio::Task<aio::Json>> jobs;
  for (const aio::Json& input : inputs) {
    // By value: after a cancellation the job outlives this function.
    jobs.push_back(aio::in_executor([work, input] { return work(input); }));
  }
  std::vector<aio::Json> results;
  for (const auto& outcome : co_await aio::gather(std::move(jobs))) results.push_back(outcome.value());
  co_return results;
}
