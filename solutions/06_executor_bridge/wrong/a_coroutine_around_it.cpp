// Loses: works_at_the_same_time, keeps_the_loop_ticking, lets_errors_arrive
// "In a coroutine, and with gather, it runs beside the others."
#include <utility>

#include "executor_bridge.hpp"

namespace {

aio::Task<aio::Json> develop(std::function<aio::Json(aio::Json)> work, aio::Json input) { co_return work(input); }

}  // namespace

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::vector<aio::Task<aio::Json>> jobs;
  for (const aio::Json& input : inputs) jobs.push_back(develop(work, input));
  std::vector<aio::Json> results;
  for (const auto& outcome : co_await aio::gather(std::move(jobs))) results.push_back(outcome.value());
  co_return results;
}
