// Loses: lets_errors_arrive
// "A task group tells me of the first error, so it is the right one."
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  aio::TaskGroup group;
  std::vector<aio::TaskHandle<aio::Json>> handles;
  for (const aio::Json& input : inputs) {
    handles.push_back(group.create_task(aio::in_executor([work, input] { return work(input); })));
  }
  co_await group.join();
  std::vector<aio::Json> results;
  for (const auto& handle : handles) results.push_back(handle.result());
  co_return results;
}
