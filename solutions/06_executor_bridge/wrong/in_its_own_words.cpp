// Loses: lets_errors_arrive
// "An error of the darkroom is an error of mine."
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::vector<aio::Task<aio::Json>> jobs;
  for (const aio::Json& input : inputs) jobs.push_back(aio::in_executor([work, input] { return work(input); }));
  std::vector<aio::Json> results;
  for (const auto& outcome : co_await aio::gather(std::move(jobs))) {
    if (!outcome) throw aio::Error("the work failed: " + outcome.what());
    results.push_back(*outcome);
  }
  co_return results;
}
