#include <utility>

#include "task_monitor.hpp"

namespace {

using Handle = aio::TaskHandle<aio::Json>;

// The watcher's own result says whether its task has one; the text is made from what came out of the wait.
aio::Task<int> watch(Handle task, std::function<void(std::string)> report, bool announce) {
  std::string line;
  int results = 0;
  if (announce) report(task.name() + ": running");
  try {
    const aio::Json value = co_await task;
    line = "returned " + value.dump();
    results = 1;
  } catch (const aio::CancelledError&) {
    line = "cancelled";
  } catch (const std::exception& error) {
    line = std::string("failed, ") + error.what();
  }
  report(task.name() + ": " + line);
  co_return results;
}

}  // namespace

aio::Task<int> monitor(std::vector<Handle> tasks, std::function<void(std::string)> report) {
  std::vector<aio::TaskHandle<int>> watchers;
  for (auto& task : tasks) {
    watchers.push_back(aio::create_task(watch(task, report, !task.done())));
  }
  int results = 0;
  for (auto& watcher : watchers) results += co_await watcher;
  co_return results;
}
