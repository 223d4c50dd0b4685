#pragma once

#include <sys/types.h>

#include <memory>
#include <mutex>
#include <vector>

#include "grader/sandbox/launcher.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace sandbox {

/// Starts subjects for a process that locks itself in (lock_in.hpp) and could start none by then.
///
/// A helper process, forked by the constructor, does it. It starts nothing but the programs it was given at that time,
/// with the arguments and limits it was given: whoever takes over the locked-in process gains no more than that. It ends
/// when its maker does.
/// Requires: no other threads when it is made, as a fork copies only one. Outlives the processes it has started.
/// Threads:  safe from several threads.
class Starter {
 public:
  /// `kinds`: all that may be started; their `channel_fd` does not matter.
  ///
  /// Errors: throws std::system_error when no process can be made.
  explicit Starter(std::vector<Launch> kinds);
  Starter(const Starter&) = delete;
  Starter& operator=(const Starter&) = delete;
  ~Starter();

  /// As `launch(kinds[kind])`, with that channel.
  ///
  /// Errors: throws std::system_error as `launch` does, and when the helper has gone.
  Process start(std::size_t kind, int channel_fd);

 private:
  class Remote;

  std::unique_ptr<Remote> remote_;
  pid_t helper_ = -1;
};

}  // namespace sandbox
