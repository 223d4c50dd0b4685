// Loses: lets_the_cancellation_out
// "A ship that did not get through is an error, whatever the reason."
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
    // it shows in the number of steps
  }
  report(done);
  co_await clean_up();
  if (done.size() < steps.size()) throw aio::Error("the ship did not get through");
}
