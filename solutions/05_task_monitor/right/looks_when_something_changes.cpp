#include <exception>
#include <set>
#include <utility>

#include "task_monitor.hpp"

namespace {

using Handle = aio::TaskHandle<aio::Json>;

struct Log {
  std::vector<Handle> tasks;
  std::function<void(std::string)> report;
  std::set<std::string> told;
  aio::Future<void> changed;
  int results = 0;

  // Writes a line for every task that is done and has none yet.
  void look() {
    for (const Handle& task : tasks) {
      if (task.done() && told.insert(task.name()).second) write(task);
    }
  }

  void write(const Handle& task) {
    if (task.cancelled()) return report(task.name() + ": cancelled");
    if (const std::exception_ptr error = task.exception()) {
      try {
        std::rethrow_exception(error);
      } catch (const std::exception& e) {
        return report(task.name() + ": failed, " + e.what());
      }
    }
    ++results;
    report(task.name() + ": returned " + task.result().dump());
  }
};

// Wakes the monitor, and leaves everything else to it.
aio::Task<> ring(Handle task, Log& log) {
  try {
    co_await task;
  } catch (...) {
  }
  if (!log.changed.done()) log.changed.set_result();
}

}  // namespace

aio::Task<int> monitor(std::vector<Handle> tasks, std::function<void(std::string)> report) {
  Log log{.tasks = tasks, .report = report, .told = {}, .changed = aio::Future<void>()};
  std::vector<aio::TaskHandle<void>> bells;
  for (const Handle& task : tasks) {
    if (task.done()) {
      log.told.insert(task.name());
      log.write(task);
    } else {
      report(task.name() + ": running");
      bells.push_back(aio::create_task(ring(task, log)));
    }
  }
  while (log.told.size() < tasks.size()) {
    co_await log.changed;
    log.changed = aio::Future<void>();
    log.look();
  }
  for (auto& bell : bells) co_await bell;
  co_return log.results;
}
