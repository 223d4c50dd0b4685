// Loses: works_at_the_same_time
// "There are four assistants, as there are four cores."
#include <algorithm>
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::vector<aio::Json> results;
  std::vector<aio::Outcome<aio::Json>> outcomes;
  for (std::size_t begin = 0; begin < inputs.size(); begin += 4) {
    std::vector<aio::Task<aio::Json>> jobs;
    for (std::size_t i = begin; i < std::min(begin + 4, inputs.size()); ++i) {
      jobs.push_back(aio::in_executor([work, input = inputs[i]] { return work(input); }));
    }
    for (auto& outcome : co_await aio::gather(std::move(jobs))) outcomes.push_back(std::move(outcome));
  }
  for (const auto& outcome : outcomes) results.push_back(outcome.value());
  co_return results;
}
