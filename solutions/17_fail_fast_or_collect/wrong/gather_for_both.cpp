// Loses: fails_fast
// "gather gives me everything, and then I throw the first error I see."
#include <utility>

#include "fail_fast_or_collect.hpp"

aio::Task<std::vector<aio::Json>> all_or_nothing(std::vector<aio::Task<aio::Json>> jobs) {
  std::vector<aio::Json> values;
  for (auto& outcome : co_await aio::gather(std::move(jobs))) values.push_back(outcome.value());
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
