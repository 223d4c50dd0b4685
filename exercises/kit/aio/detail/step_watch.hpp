#pragma once
#include <aio/detail/event_loop.hpp>
#include <aio/detail/origin.hpp>
#include <chrono>
#include <string>

namespace aio::detail {

/// Watches one step of a task, and reports it when it kept the loop from running anything else for longer than
/// `RunOptions::slow_step`.
///
/// Units:    real time, in every clock mode; time during which the operating system had the thread wait for a processor
///           does not count, so a busy machine is not taken for a blocked loop.
/// Source:   asyncio's "Executing <Task> took 0.200 seconds"; Linux's /proc/thread-self/schedstat, second field.
class StepWatch {
 public:
  StepWatch(const EventLoop& loop, const std::string& name, const Origin& origin);
  StepWatch(const StepWatch&) = delete;
  StepWatch& operator=(const StepWatch&) = delete;
  ~StepWatch();

 private:
  const EventLoop& loop_;
  const std::string& name_;
  const Origin& origin_;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace aio::detail
