#pragma once
#include <aio/detail/gather_wait.hpp>
#include <aio/outcome.hpp>
#include <tuple>
#include <vector>

namespace aio {

namespace detail {

template <class T>
Outcome<T> outcome_of(TaskState<T>& task) {
  try {
    if constexpr (std::is_void_v<T>) {
      task.take();
      return Outcome<T>(std::monostate());
    } else {
      return Outcome<T>(task.take());
    }
  } catch (...) {
    return Outcome<T>(std::current_exception());
  }
}

template <class T>
std::shared_ptr<TaskState<T>> start_gathered(Task<T> task) {
  const Origin origin = task.origin();
  return start_task(std::move(task), "", origin);
}

}  // namespace detail

/// Runs several tasks at the same time, to their ends, and gives one outcome for each, in the order of the arguments.
///
/// Returns:  a value or an exception per task; one that fails or is cancelled does not disturb the others.
/// Errors:   `CancelledError` when the task that waits is cancelled: the tasks still running are cancelled then, and
///           waited for.
/// Threads:  the tasks begin when the gather is awaited, in order.
/// Source:   asyncio.gather(..., return_exceptions=True).
template <class T>
Task<std::vector<Outcome<T>>> gather(std::vector<Task<T>> tasks) {
  std::vector<std::shared_ptr<detail::TaskState<T>>> started;
  for (Task<T>& task : tasks) started.push_back(detail::start_gathered(std::move(task)));
  co_await detail::GatherWait({started.begin(), started.end()});
  std::vector<Outcome<T>> outcomes;
  for (const auto& task : started) outcomes.push_back(detail::outcome_of(*task));
  co_return outcomes;
}

/// As above, for tasks of different types: `auto [page, config] = co_await gather(fetch(url), load())`.
template <class... T>
Task<std::tuple<Outcome<T>...>> gather(Task<T>... tasks) {
  const std::tuple<std::shared_ptr<detail::TaskState<T>>...> started{detail::start_gathered(std::move(tasks))...};
  std::vector<std::shared_ptr<detail::TaskBase>> all;
  std::apply([&](const auto&... task) { (all.push_back(task), ...); }, started);
  co_await detail::GatherWait(std::move(all));
  co_return std::apply([](const auto&... task) { return std::tuple<Outcome<T>...>{detail::outcome_of(*task)...}; },
                       started);
}

}  // namespace aio
