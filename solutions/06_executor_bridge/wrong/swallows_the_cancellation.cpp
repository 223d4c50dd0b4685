// Loses: lets_errors_arrive
// "Whoever cancelled me does not want any pictures."
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::vector<aio::Task<aio::Json>> jobs;
  for (const aio::Json& input : inputs) jobs.push_back(aio::in_executor([work, input] { return work(input); }));
  std::vector<aio::Json> results;
  try {
    for (const auto& outcome : co_await aio::gather(std::move(jobs))) results.push_back(outcome.value());
  } catch (const aio::CancelledError&) {
  }
  co_return results;
}
