#pragma once
#include <string>

namespace aio {

/// A mistake that the kit noticed although nothing was thrown. It goes to `Host::on_diagnostic`, which prints it to
/// stderr unless told otherwise.
struct Diagnostic {
  enum class Kind {
    kNeverAwaited,    ///< a coroutine was called, but its task was dropped without being awaited: its body never ran
    kNeverRetrieved,  ///< a task or future failed, and nobody asked for its exception
    kBlockedLoop,     ///< one step of a task kept every other task waiting for longer than `RunOptions::slow_step`
    kNoCoReturn,      ///< a coroutine that has to return a value ran off its end
    kDeadlock,        ///< all tasks waited, and nothing could ever have woken one
    kNeverJoined,     ///< a created task was still running when `run` ended; it was cancelled
  };

  Kind kind;
  std::string text;   ///< one sentence, lower case, without the place
  std::string file;   ///< as the compiler spells it; of the coroutine or of the call that made the task. May be empty.
  unsigned line = 0;  ///< counts from 1; 0 when there is no place
};

/// Returns the diagnostic as one line without a line break: `file:line: text`.
std::string to_string(const Diagnostic& diagnostic);

/// Returns the kind in snake case, as reports spell it: `never_awaited`, `blocked_loop`, ...
std::string to_string(Diagnostic::Kind kind);

}  // namespace aio
