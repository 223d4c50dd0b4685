#include "cancellation.hpp"

#include <exception>

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
  } catch (...) {  // whatever it is, it is thrown on below: here we cannot await
    failure = std::current_exception();
  }
  report(done);
  co_await clean_up();
  if (failure) std::rethrow_exception(failure);
}
