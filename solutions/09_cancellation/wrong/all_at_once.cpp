// Loses: performs_the_steps, stops_at_once, cleans_up_once, waits_for_the_clean_up, lets_the_cancellation_out, reports_the_steps_done
// "That is what asynchronous means."
#include <exception>

#include "cancellation.hpp"

aio::Task<> let_ship_through(std::vector<std::string> steps, std::function<aio::Task<>(std::string step)> perform,
                             std::function<aio::Task<>()> clean_up,
                             std::function<void(std::vector<std::string> done)> report) {
  std::vector<aio::Task<>> all;
  for (const std::string& step : steps) all.push_back(perform(step));
  std::vector<std::string> done;
  std::exception_ptr failure;
  try {
    const auto outcomes = co_await aio::gather(std::move(all));
    for (std::size_t i = 0; i < outcomes.size(); ++i) {
      if (outcomes[i].has_value()) done.push_back(steps[i]);
    }
  } catch (...) {
    failure = std::current_exception();
  }
  report(done);
  co_await clean_up();
  if (failure) std::rethrow_exception(failure);
}
