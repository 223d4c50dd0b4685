// Loses: keeps_the_loop_ticking
// "The others have begun, so I do the first one myself instead of standing around."
#include <exception>
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  if (inputs.empty()) co_return {};
  std::vector<aio::TaskHandle<aio::Json>> handles;
  for (std::size_t i = 1; i < inputs.size(); ++i) {
    handles.push_back(aio::create_task(aio::in_executor([work, input = inputs[i]] { return work(input); })));
  }
  co_await aio::sleep(aio::Duration::zero());
  std::vector<aio::Json> results;
  std::exception_ptr error;
  try {
    results.push_back(work(inputs.front()));
  } catch (...) {
    error = std::current_exception();
  }
  for (auto& handle : handles) {
    try {
      results.push_back(co_await handle);
    } catch (...) {
      if (!error) error = std::current_exception();
    }
  }
  if (error) std::rethrow_exception(error);
  co_return results;
}
