// Loses: runs_all_at_once, fails_fast, collects_everything
// "co_await in a loop: they are asynchronous, so they overlap."
#include <utility>

#include "fail_fast_or_collect.hpp"

aio::Task<std::vector<aio::Json>> all_or_nothing(std::vector<aio::Task<aio::Json>> jobs) {
  std::vector<aio::Json> values;
  for (auto& job : jobs) values.push_back(co_await job);
  co_return values;
}

aio::Task<std::vector<Answer>> whatever_comes(std::vector<aio::Task<aio::Json>> jobs) {
  std::vector<Answer> answers;
  for (auto& job : jobs) {
    try {
      answers.push_back({.ok = true, .value = co_await job});
    } catch (const std::exception& error) {
      answers.push_back({.problem = error.what()});
    }
  }
  co_return answers;
}
