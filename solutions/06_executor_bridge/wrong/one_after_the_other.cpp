// Loses: works_at_the_same_time, keeps_the_loop_ticking, lets_errors_arrive
// "in_executor does it elsewhere, and co_await waits for it."
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::vector<aio::Json> results;
  for (const aio::Json& input : inputs) {
    results.push_back(co_await aio::in_executor([work, input] { return work(input); }));
  }
  co_return results;
}
