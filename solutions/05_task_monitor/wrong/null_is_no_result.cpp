// Loses: ends_with_the_last_task
// "A kiln that gives nothing has no result."
#include <algorithm>

#include "task_monitor.hpp"

namespace {

using Handle = aio::TaskHandle<aio::Json>;
using Report = std::function<void(std::string)>;

bool has_result(const Handle& task) { return !task.cancelled() && !task.exception() && !task.result().empty(); }

std::string line_of(const Handle& task) {
  if (!task.done()) return task.name() + ": running";
  try {
    return task.name() + ": returned " + task.result().dump();
  } catch (const std::exception& error) {
    return task.name() + ": failed, " + error.what();
  } catch (const aio::CancelledError&) {
    return task.name() + ": cancelled";
  }
}

aio::Task<> watch(Handle task, Report report) {
  try {
    co_await task;
  } catch (...) {  // how it ended is told by the task itself
  }
  report(line_of(task));
}

}  // namespace

aio::Task<int> monitor(std::vector<Handle> tasks, Report report) {
  std::vector<aio::Task<>> watchers;
  for (const Handle& task : tasks) {
    report(line_of(task));
    if (!task.done()) watchers.push_back(watch(task, report));
  }
  co_await aio::gather(std::move(watchers));
  co_return static_cast<int>(std::ranges::count_if(tasks, has_result));
}
