#pragma once
#include <aio/detail/task_state.hpp>
#include <aio/task.hpp>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <source_location>
#include <type_traits>
#include <utility>

namespace aio {

namespace detail {

/// Runs a function that throws nothing on a thread of its own.
Task<void> run_on_thread(std::move_only_function<void()> work);

template <class R, class F>
Task<R> run_job(F function) {
  struct Result {
    std::optional<Stored<R>> value;
    std::exception_ptr error;
  };
  const auto result = std::make_shared<Result>();
  co_await run_on_thread([result, function = std::move(function)]() mutable {
    try {
      if constexpr (std::is_void_v<R>) {
        function();
        result->value.emplace();
      } else {
        result->value.emplace(function());
      }
    } catch (...) {
      result->error = std::current_exception();
    }
  });
  if (result->error) std::rethrow_exception(result->error);
  if constexpr (!std::is_void_v<R>) co_return std::move(*result->value);
}

}  // namespace detail

/// Runs a blocking function on another thread, so that the loop can go on meanwhile.
///
/// Returns:  what the function returns.
/// Errors:   what the function throws. `CancelledError` when the task is cancelled: the wait ends at once, but the
///           function cannot be stopped and runs to its end unheard; `run` waits for it before it returns.
/// Threads:  a thread per function, any number at a time. The function must not touch what tasks use at the same time,
///           nor await anything.
/// Requires: what the function refers to outlives it, also when the task is cancelled. Capture by value when in doubt.
/// Source:   asyncio's loop.run_in_executor; a thread for each, as a bounded pool starves behind functions that block
///           for long.
template <class F>
auto in_executor(F function, std::source_location place = std::source_location::current())
    -> Task<std::decay_t<std::invoke_result_t<F&>>> {
  auto task = detail::run_job<std::decay_t<std::invoke_result_t<F&>>>(std::move(function));
  task.set_origin({"in_executor", place.file_name(), place.line()});
  return task;
}

}  // namespace aio
