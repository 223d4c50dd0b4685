#include <algorithm>
#include <grader/subject/expose.hpp>
#include <task_monitor.hpp>

namespace {

// The tasks that are watched, in the order in which the test has started them.
std::vector<aio::TaskHandle<aio::Json>> tasks;  // NOLINT: one loop, one thread

void start_task(std::string name, aio::Task<aio::Json> work) {
  tasks.push_back(aio::create_task(std::move(work), std::move(name)));
}

void cancel_task(std::string name) { std::ranges::find(tasks, name, &aio::TaskHandle<aio::Json>::name)->cancel(); }

aio::Task<int> monitor_them(std::function<void(std::string)> report) { return monitor(tasks, std::move(report)); }

}  // namespace

void subject::bindings() {
  expose("start_task", &start_task);
  expose("cancel_task", &cancel_task);
  expose("monitor", &monitor_them);
}
