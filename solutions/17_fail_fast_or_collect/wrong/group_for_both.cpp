// Loses: collects_everything
// "A task group is the modern way to run several tasks."
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
  aio::TaskGroup group;
  std::vector<aio::TaskHandle<aio::Json>> running;
  for (auto& job : jobs) running.push_back(group.create_task(std::move(job)));
  std::string problem;
  try {
    co_await group.join();
  } catch (const aio::Error& error) {
    problem = error.what();
  } catch (const std::exception& error) {
    problem = error.what();
  }
  std::vector<Answer> answers;
  for (const auto& job : running) {
    try {
      answers.push_back({.ok = true, .value = job.result()});
    } catch (const aio::CancelledError&) {
      answers.push_back({.problem = problem});
    } catch (const std::exception& error) {
      answers.push_back({.problem = error.what()});
    }
  }
  co_return answers;
}
