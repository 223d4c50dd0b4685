#include <exception>
#include <utility>

#include "cancellation.hpp"

namespace {

// What other languages have as a keyword: runs `body`, then `last`, whatever became of `body`.
aio::Task<> with_finally(aio::Task<> body, std::function<aio::Task<>()> last) {
  std::exception_ptr thrown;
  try {
    co_await body;
  } catch (...) {
    thrown = std::current_exception();
  }
  co_await last();
  if (thrown) std::rethrow_exception(thrown);
}

// Reports when it goes, on every way.
class Logbook {
 public:
  explicit Logbook(std::function<void(std::vector<std::string>)> report) : report_(std::move(report)) {}
  Logbook(const Logbook&) = delete;
  Logbook& operator=(const Logbook&) = delete;
  ~Logbook() { report_(done_); }

  void enter(const std::string& step) { done_.push_back(step); }

 private:
  std::function<void(std::vector<std::string>)> report_;
  std::vector<std::string> done_;
};

aio::Task<> perform_all(std::vector<std::string> steps, std::function<aio::Task<>(std::string)> perform,
                        std::function<void(std::vector<std::string>)> report) {
  Logbook logbook(std::move(report));
  for (const std::string& step : steps) {
    co_await perform(step);
    logbook.enter(step);
  }
}

}  // namespace

aio::Task<> let_ship_through(std::vector<std::string> steps, std::function<aio::Task<>(std::string step)> perform,
                             std::function<aio::Task<>()> clean_up,
                             std::function<void(std::vector<std::string> done)> report) {
  return with_finally(perform_all(std::move(steps), std::move(perform), std::move(report)), std::move(clean_up));
}
