#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "grader/sandbox/launcher.hpp"

namespace sandbox {

/// Starts subjects for a process that locks itself in (lock_in.hpp) and could start none by then; and, at level A, many
/// subjects in one sandbox.
///
/// A helper process does it: below level A a fork of the maker, at level A a launcher in a sandbox whose mounts are made
/// once, and in which each subject gets namespaces of its own (serve.hpp). It starts nothing but the programs it was given
/// at that time, with the arguments and limits it was given: whoever takes over the locked-in process gains no more than
/// that. It ends when its maker does, and not before the last process that it has started.
/// Requires: no other threads when it is made, as a fork copies only one.
/// Threads:  safe from several threads.
class Starter {
 public:
  /// `kinds`: all that may be started; their `channel_fd` does not matter. At level A they differ only in their arguments.
  ///
  /// Errors: throws std::system_error when no helper can be made.
  explicit Starter(std::vector<Launch> kinds);

  /// As `launch(kinds[kind])`, with that channel.
  ///
  /// Errors: throws std::system_error as `launch` does, and when the helper has gone.
  Process start(std::size_t kind, int channel_fd);

 private:
  class Helper;

  std::shared_ptr<Helper> helper_;
};

}  // namespace sandbox
