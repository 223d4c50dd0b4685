#pragma once

#include <exception>
#include <memory>
#include <optional>
#include <thread>

#include "grader/build/interruption.hpp"
#include "grader/commands/checking.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// One check at a time on a thread of its own, which can be given up for a newer one.
///
/// Threads: its methods are called from one thread.
class BackgroundCheck {
 public:
  /// Requires: `checking` outlives this.
  explicit BackgroundCheck(Checking& checking);
  BackgroundCheck(const BackgroundCheck&) = delete;
  BackgroundCheck& operator=(const BackgroundCheck&) = delete;
  ~BackgroundCheck() { give_up(); }

  /// Starts to check one exercise; a check that still runs is given up first.
  void start(const Exercise& exercise, bool fresh);
  /// Ends a running check and waits until nothing of it is left.
  void give_up();

  bool running() const { return thread_.joinable(); }
  /// Readable once the running check has ended.
  int fd() const { return ended_.get(); }
  /// The verdict of the check that has ended; nullopt when it was given up. Requires: fd() was readable.
  /// Errors: whatever the check threw, such as InfrastructureError.
  std::optional<Checked> take();

 private:
  Checking& checking_;
  UniqueFd ended_;
  std::unique_ptr<Interruption> interruption_;
  std::thread thread_;
  std::optional<Checked> result_;
  std::exception_ptr error_;
};

}  // namespace grader
