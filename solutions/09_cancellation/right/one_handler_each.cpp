#include <exception>
#include <utility>

#include "cancellation.hpp"

namespace {

struct Log {
  std::vector<std::string> done;
  bool cancelled = false;
  std::exception_ptr error;
};

aio::Task<Log> perform_all(const std::vector<std::string>& steps,
                           const std::function<aio::Task<>(std::string)>& perform) {
  Log log;
  try {
    while (log.done.size() < steps.size()) {
      const std::string& step = steps[log.done.size()];
      co_await perform(step);
      log.done.push_back(step);
    }
  } catch (const aio::CancelledError&) {
    log.cancelled = true;
  } catch (const std::exception&) {
    log.error = std::current_exception();
  }
  co_return log;
}

}  // namespace

// A cancellation and an error are told apart, and the cancellation is thrown anew.
aio::Task<> let_ship_through(std::vector<std::string> steps, std::function<aio::Task<>(std::string step)> perform,
                             std::function<aio::Task<>()> clean_up,
                             std::function<void(std::vector<std::string> done)> report) {
  const Log log = co_await perform_all(steps, perform);
  report(log.done);
  co_await clean_up();
  if (log.cancelled) throw aio::CancelledError();
  if (log.error) std::rethrow_exception(log.error);
}
