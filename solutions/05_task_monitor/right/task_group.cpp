#include <utility>

#include "task_monitor.hpp"

// No handler but one: every outcome, a value or an exception, is asked for where it is.
aio::Task<int> monitor(std::vector<aio::TaskHandle<aio::Json>> tasks, std::function<void(std::string)> report) {
  int results = 0;
  const auto tell = [&](const aio::TaskHandle<aio::Json>& task) {
    std::string state = "running";
    if (task.done()) {
      try {
        state = "returned " + task.result().dump();
        ++results;
      } catch (const aio::CancelledError&) {
        state = "cancelled";
      } catch (const std::exception& error) {
        state = "failed, " + std::string(error.what());
      }
    }
    report(task.name() + ": " + state);
  };
  const auto watch = [&tell](aio::TaskHandle<aio::Json> task) -> aio::Task<> {
    co_await aio::gather(task.join());
    tell(task);
  };

  aio::TaskGroup group;
  for (const auto& task : tasks) tell(task);
  for (const auto& task : tasks) {
    if (!task.done()) group.create_task(watch(task));
  }
  co_await group.join();
  co_return results;
}
