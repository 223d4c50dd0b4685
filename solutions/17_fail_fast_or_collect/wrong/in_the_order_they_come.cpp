// Loses: runs_all_at_once
// "The first to finish is the first in the list."
#include <utility>

#include "fail_fast_or_collect.hpp"

namespace {

aio::Task<> note(aio::Task<aio::Json> job, std::vector<aio::Json>& values) { values.push_back(co_await job); }

}  // namespace

aio::Task<std::vector<aio::Json>> all_or_nothing(std::vector<aio::Task<aio::Json>> jobs) {
  std::vector<aio::Json> values;
  aio::TaskGroup group;
  for (auto& job : jobs) group.create_task(note(std::move(job), values));
  co_await group.join();
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
