// Loses: stops_at_once
// "I was cancelled, not the step."
#include <exception>

#include "cancellation.hpp"

namespace {

aio::Task<> run_and_tell(aio::Task<> step, aio::Future<void> over) {
  try {
    co_await step;
    over.set_result();
  } catch (const std::exception&) {
    over.set_exception(std::current_exception());
  }
}

}  // namespace

aio::Task<> let_ship_through(std::vector<std::string> steps, std::function<aio::Task<>(std::string step)> perform,
                             std::function<aio::Task<>()> clean_up,
                             std::function<void(std::vector<std::string> done)> report) {
  std::vector<std::string> done;
  std::exception_ptr failure;
  try {
    for (const std::string& step : steps) {
      aio::Future<void> over;
      aio::create_task(run_and_tell(perform(step), over));
      co_await over;
      done.push_back(step);
    }
  } catch (...) {
    failure = std::current_exception();
  }
  report(done);
  co_await clean_up();
  if (failure) std::rethrow_exception(failure);
}
