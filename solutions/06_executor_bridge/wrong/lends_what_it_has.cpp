// Loses: lets_errors_arrive
// "[&] is shorter, and everything is still there when they end."
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::vector<aio::Task<aio::Json>> jobs;
  for (const aio::Json& input : inputs) jobs.push_back(aio::in_executor([&] { return work(input); }));
  std::vector<aio::Json> results;
  for (const auto& outcome : co_await aio::gather(std::move(jobs))) results.push_back(outcome.value());
  co_return results;
}
