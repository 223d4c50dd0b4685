// Loses: lets_errors_arrive
// "One spoilt film should not cost the customer the others."
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::vector<aio::Task<aio::Json>> jobs;
  for (const aio::Json& input : inputs) jobs.push_back(aio::in_executor([work, input] { return work(input); }));
  std::vector<aio::Json> results;
  for (const auto& outcome : co_await aio::gather(std::move(jobs))) {
    results.push_back(outcome.has_value() ? *outcome : aio::Json());
  }
  co_return results;
}
