// Loses: fails_fast
// "The error is on its way out, the rest will end by itself."
#include <memory>
#include <utility>

#include "fail_fast_or_collect.hpp"

namespace {

struct Progress {
  std::size_t left;
  aio::Future<void> over;
};

aio::Task<aio::Json> watched(aio::Task<aio::Json> job, std::shared_ptr<Progress> progress) {
  try {
    aio::Json value = co_await job;
    if (--progress->left == 0 && !progress->over.done()) progress->over.set_result();
    co_return value;
  } catch (const std::exception&) {
    if (!progress->over.done()) progress->over.set_exception(std::current_exception());
    throw;
  }
}

}  // namespace

aio::Task<std::vector<aio::Json>> all_or_nothing(std::vector<aio::Task<aio::Json>> jobs) {
  const auto progress = std::make_shared<Progress>(Progress{jobs.size(), aio::Future<void>()});
  std::vector<aio::TaskHandle<aio::Json>> running;
  for (auto& job : jobs) running.push_back(aio::create_task(watched(std::move(job), progress)));
  if (!running.empty()) co_await progress->over;
  std::vector<aio::Json> values;
  for (const auto& job : running) values.push_back(job.result());
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
