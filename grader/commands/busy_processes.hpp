#pragma once

#include <sys/types.h>

#include <chrono>
#include <vector>

namespace grader {

/// Processes that do nothing but compute, at normal priority, to make a machine busy. They are gone when this object is,
/// and when the grader is, however it ends.
///
/// Errors:   the constructor throws InfrastructureError when no process can be started.
/// Requires: the thread that makes it lives as long: the kernel ends them with that thread.
class BusyProcesses {
 public:
  explicit BusyProcesses(unsigned count);
  BusyProcesses(const BusyProcesses&) = delete;
  BusyProcesses& operator=(const BusyProcesses&) = delete;
  ~BusyProcesses();

  const std::vector<pid_t>& ids() const { return ids_; }  ///< empty after `stop`

  /// Ends them and returns the processor time they used together.
  ///
  /// Errors: InfrastructureError when one had ended before, or has had no processor time in a second or more: there was
  ///         less load than asked for.
  std::chrono::microseconds stop();

 private:
  std::vector<pid_t> ids_;
  std::chrono::steady_clock::time_point started_;
};

}  // namespace grader
