#include <exception>
#include <memory>
#include <utility>

#include "executor_bridge.hpp"

// Begins everything with create_task, waits for everything, and looks at what there is afterwards.
aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  const auto shared_work = std::make_shared<std::function<aio::Json(aio::Json)>>(std::move(work));
  std::vector<aio::TaskHandle<aio::Json>> handles;
  handles.reserve(inputs.size());
  for (auto& input : inputs) {
    handles.push_back(aio::create_task(
        aio::in_executor([shared_work, input = std::move(input)]() -> aio::Json { return (*shared_work)(input); })));
  }

  std::exception_ptr first_error;
  std::vector<aio::Json> results;
  for (auto& handle : handles) {
    try {
      results.push_back(co_await handle);
    } catch (...) {
      if (!first_error) first_error = std::current_exception();
    }
  }
  if (first_error) std::rethrow_exception(first_error);
  co_return results;
}
