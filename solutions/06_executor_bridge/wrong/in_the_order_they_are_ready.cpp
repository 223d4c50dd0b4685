// Loses: returns_the_results_in_order
// "Each one adds its result to the list when it has it."
#include <utility>

#include "executor_bridge.hpp"

namespace {

aio::Task<> develop(std::function<aio::Json(aio::Json)> work, aio::Json input, std::vector<aio::Json>& results) {
  results.push_back(co_await aio::in_executor([work, input] { return work(input); }));
}

}  // namespace

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::vector<aio::Json> results;
  std::vector<aio::Task<>> jobs;
  for (const aio::Json& input : inputs) jobs.push_back(develop(work, input, results));
  for (const auto& outcome : co_await aio::gather(std::move(jobs))) outcome.value();
  co_return results;
}
