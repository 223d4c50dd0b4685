// Loses: returns_the_results_in_order
// "The same film twice gives the same picture twice."
#include <map>
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::map<aio::Json, std::size_t> seen;
  std::vector<aio::Task<aio::Json>> jobs;
  for (const aio::Json& input : inputs) {
    if (!seen.emplace(input, jobs.size()).second) continue;
    jobs.push_back(aio::in_executor([work, input] { return work(input); }));
  }
  const auto outcomes = co_await aio::gather(std::move(jobs));
  std::vector<aio::Json> results;
  for (const aio::Json& input : inputs) results.push_back(outcomes[seen[input]].value());
  co_return results;
}
