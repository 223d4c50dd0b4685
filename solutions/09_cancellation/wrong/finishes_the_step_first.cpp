// Loses: stops_at_once, cleans_up_once, waits_for_the_clean_up, reports_the_steps_done
// "A step that was begun is finished: half a barrier helps nobody."
#include <exception>
#include <utility>

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
      bool cancelled = false;
      try {
        co_await over;
      } catch (const aio::CancelledError&) {
        cancelled = true;
      }
      if (cancelled) {
        co_await over;
        done.push_back(step);
        throw aio::CancelledError();
      }
      done.push_back(step);
    }
  } catch (...) {
    failure = std::current_exception();
  }
  report(done);
  co_await clean_up();
  if (failure) std::rethrow_exception(failure);
}
