// Loses: fails_fast
// "I await the handles, and the first one that throws ends it."
#include <exception>
#include <utility>

#include "fail_fast_or_collect.hpp"

aio::Task<std::vector<aio::Json>> all_or_nothing(std::vector<aio::Task<aio::Json>> jobs) {
  std::vector<aio::TaskHandle<aio::Json>> running;
  for (auto& job : jobs) running.push_back(aio::create_task(std::move(job)));
  std::vector<aio::Json> values;
  std::exception_ptr error;
  for (auto& job : running) {
    if (error) job.cancel();
    try {
      values.push_back(co_await job);
    } catch (...) {
      if (!error) error = std::current_exception();
    }
  }
  if (error) std::rethrow_exception(error);
  co_return values;
}

aio::Task<std::vector<Answer>> whatever_comes(std::vector<aio::Task<aio::Json>> jobs) {
  const auto outcomes = co_await aio::gather(std::move(jobs));

  std::vector<Answer> answers;
  for (const auto& outcome : outcomes) {
    if (outcome) {
      answers.push_back({.ok = true, .value = *outcome});
    } else {
      answers.push_back({.problem = outcome.what()});
    }
  }
  co_return answers;
}
