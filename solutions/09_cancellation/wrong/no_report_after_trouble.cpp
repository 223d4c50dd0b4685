// Loses: reports_the_steps_done
// "Whoever gets an exception needs no report."
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
    report(done);
  } catch (...) {
    failure = std::current_exception();
  }
  co_await clean_up();
  if (failure) std::rethrow_exception(failure);
}
