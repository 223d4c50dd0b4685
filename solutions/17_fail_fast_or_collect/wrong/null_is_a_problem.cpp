// Loses: collects_everything
// "No value, no success."
#include <utility>

#include "fail_fast_or_collect.hpp"

aio::Task<std::vector<aio::Json>> all_or_nothing(std::vector<aio::Task<aio::Json>> jobs) {
  aio::TaskGroup group;
  std::vector<aio::TaskHandle<aio::Json>> running;
  for (auto& job : jobs) running.push_back(group.create_task(std::move(job)));
  co_await group.join();

  std::vector<aio::Json> values;
  for (const auto& job : running) values.push_back(job.result());
  co_return values;
}

aio::Task<std::vector<Answer>> whatever_comes(std::vector<aio::Task<aio::Json>> jobs) {
  const auto outcomes = co_await aio::gather(std::move(jobs));

  std::vector<Answer> answers;
  for (const auto& outcome : outcomes) {
    if (outcome && !outcome->is_null()) {
      answers.push_back({.ok = true, .value = *outcome});
    } else {
      answers.push_back({.problem = outcome.what()});
    }
  }
  co_return answers;
}
