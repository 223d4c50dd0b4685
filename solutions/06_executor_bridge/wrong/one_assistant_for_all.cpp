// Loses: works_at_the_same_time, keeps_the_loop_ticking, lets_errors_arrive
// "The whole loop goes into the darkroom."
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  co_return co_await aio::in_executor([work, inputs] {
    std::vector<aio::Json> results;
    for (const aio::Json& input : inputs) results.push_back(work(input));
    return results;
  });
}
