// Loses: reports_results, reports_failures
// "When all of them are done I know everything, and write it down."
#include <algorithm>

#include "task_monitor.hpp"

namespace {

using Handle = aio::TaskHandle<aio::Json>;
using Report = std::function<void(std::string)>;

bool has_result(const Handle& task) { return !task.cancelled() && !task.exception(); }

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

}  // namespace

aio::Task<int> monitor(std::vector<Handle> tasks, Report report) {
  std::vector<Handle> running;
  std::vector<aio::Task<aio::Json>> joins;
  for (const Handle& task : tasks) {
    report(line_of(task));
    if (task.done()) continue;
    running.push_back(task);
    joins.push_back(task.join());
  }
  co_await aio::gather(std::move(joins));
  for (const Handle& task : running) report(line_of(task));
  co_return static_cast<int>(std::ranges::count_if(tasks, has_result));
}
