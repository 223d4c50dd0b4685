#include <exception>
#include <utility>

#include "fail_fast_or_collect.hpp"

// Each job writes its result into its place. What differs is only who hears of a failure: the group, or the place.
namespace {

aio::Task<> fill(aio::Task<aio::Json> job, aio::Json& place) { place = co_await std::move(job); }

aio::Task<> fill_with_either(aio::Task<aio::Json> job, Answer& place) {
  try {
    place.value = co_await std::move(job);
    place.ok = true;
  } catch (const std::exception& error) {
    place.problem = error.what();
  }
}

}  // namespace

aio::Task<std::vector<aio::Json>> all_or_nothing(std::vector<aio::Task<aio::Json>> jobs) {
  std::vector<aio::Json> values(jobs.size());
  co_await aio::with_task_group([&](aio::TaskGroup& group) -> aio::Task<> {
    for (std::size_t i = 0; i < jobs.size(); ++i) group.create_task(fill(std::move(jobs[i]), values[i]));
    co_return;
  });
  co_return values;
}

aio::Task<std::vector<Answer>> whatever_comes(std::vector<aio::Task<aio::Json>> jobs) {
  std::vector<Answer> answers(jobs.size());
  aio::TaskGroup group;
  for (std::size_t i = 0; i < jobs.size(); ++i) group.create_task(fill_with_either(std::move(jobs[i]), answers[i]));
  co_await group.join();
  co_return answers;
}
