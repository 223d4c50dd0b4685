// Loses: cleans_up_once
// "The clean-up is the last step, and whatever goes wrong is answered by cleaning up."
#include <exception>

#include "cancellation.hpp"

aio::Task<> let_ship_through(std::vector<std::string> steps, std::function<aio::Task<>(std::string step)> perform,
                             std::function<aio::Task<>()> clean_up,
                             std::function<void(std::vector<std::string> done)> report) {
  std::vector<std::string> done;
  std::exception_ptr failure;
  bool reported = false;
  try {
    for (const std::string& step : steps) {
      co_await perform(step);
      done.push_back(step);
    }
    reported = true;
    report(done);
    co_await clean_up();
    co_return;
  } catch (...) {
    failure = std::current_exception();
  }
  if (!reported) report(done);
  co_await clean_up();
  std::rethrow_exception(failure);
}
