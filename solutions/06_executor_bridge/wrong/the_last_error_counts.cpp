// Loses: lets_errors_arrive
// "If several films are spoilt, one error is as good as another."
#include <exception>
#include <utility>

#include "executor_bridge.hpp"

aio::Task<std::vector<aio::Json>> run_all(std::function<aio::Json(aio::Json)> work, std::vector<aio::Json> inputs) {
  std::vector<aio::TaskHandle<aio::Json>> handles;
  for (const aio::Json& input : inputs) {
    handles.push_back(aio::create_task(aio::in_executor([work, input] { return work(input); })));
  }
  std::exception_ptr error;
  std::vector<aio::Json> results;
  for (auto& handle : handles) {
    try {
      results.push_back(co_await handle);
    } catch (...) {
      error = std::current_exception();
    }
  }
  if (error) std::rethrow_exception(error);
  co_return results;
}
