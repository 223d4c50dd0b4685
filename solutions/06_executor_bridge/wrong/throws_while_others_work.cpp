// Loses: lets_errors_arrive
// "co_await handle throws, and I let it through."
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::vector<aio::TaskHandle<aio::Json>> handles;
  for (const aio::Json& input : inputs) {
    handles.push_back(aio::create_task(aio::in_executor([work, input] { return work(input); })));
  }
  std::vector<aio::Json> results;
  for (auto& handle : handles) results.push_back(co_await handle);
  co_return results;
}
