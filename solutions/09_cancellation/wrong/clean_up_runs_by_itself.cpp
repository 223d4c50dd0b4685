// Loses: waits_for_the_clean_up
// "The compiler wants no co_await in here, so somebody else has to do it."
#include <exception>

#include "cancellation.hpp"

aio::Task<> let_ship_through(std::vector<std::string> steps, std::function<aio::Task<>(std::string step)> perform,
                             std::function<aio::Task<>()> clean_up,
                             std::function<void(std::vector<std::string> done)> report) {
  std::vector<std::string> done;
  try {
    for (const std::string& step : steps) {
      co_await perform(step);
      done.push_back(step);
    }
  } catch (...) {
    report(done);
    aio::create_task(clean_up(), "clean-up");
    throw;
  }
  report(done);
  co_await clean_up();
}
