// Loses: cleans_up_once, waits_for_the_clean_up, reports_the_steps_done
// "Every error derives from std::exception."
#include <exception>

#include "cancellation.hpp"

aio::Task<> let_ship_through(std::vector<std::string> steps, std::function<aio::Task<>(std::string step)> perform,
                             std::function<aio::Task<>()> clean_up,
                             std::function<void(std::vector<std::string> done)> report) {
  std::vector<std::string> done;
  std::exception_ptr failure;
  try {
    for (const std::string& step : steps) {
      co_await perform(step);
      done.push_back(step);
    }
  } catch (const std::exception&) {
    failure = std::current_exception();
  }
  report(done);
  co_await clean_up();
  if (failure) std::rethrow_exception(failure);
}
