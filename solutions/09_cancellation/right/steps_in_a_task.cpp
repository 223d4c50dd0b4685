#include <utility>

#include "cancellation.hpp"

namespace {

aio::Task<> perform_all(std::vector<std::string> steps, std::function<aio::Task<>(std::string)> perform,
                        std::vector<std::string>& done) {
  for (std::string& step : steps) {
    co_await perform(step);
    done.push_back(std::move(step));
  }
}

}  // namespace

// The steps are a task of their own, which keeps what ended them until somebody asks. A cancellation reaches it, as it
// is what we wait for.
aio::Task<> let_ship_through(std::vector<std::string> steps, std::function<aio::Task<>(std::string step)> perform,
                             std::function<aio::Task<>()> clean_up,
                             std::function<void(std::vector<std::string> done)> report) {
  std::vector<std::string> done;
  auto passage = aio::create_task(perform_all(std::move(steps), std::move(perform), done), "the steps");
  try {
    co_await passage;
  } catch (...) {  // it is asked again below
  }
  report(std::move(done));
  co_await clean_up();
  passage.result();
}
