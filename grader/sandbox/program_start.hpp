#pragma once

#include <sys/types.h>

#include "grader/sandbox/launcher_command.hpp"

namespace sandbox {

/// Puts the calling process behind the plan's fence and filter, if it asks for them.
///
/// Errors: does not return; says on stderr which step failed.
void fence_in_for_good(const Plan& plan);

/// What went wrong between fork and exec.
struct Failure {
  int error = 0;
  char step[32] = {};
};

/// Between fork and exec: puts limits on the calling process and takes from it what the plan says, then becomes the
/// program. What fails is told through `socket`, one end of a SOCK_SEQPACKET pair, and ends the process; so does the
/// listener of a filter that asks the broker.
[[noreturn]] void run_program(const Plan& plan, uid_t subject, int socket);

/// Waits at the other end of the pair for the exec, or for what went wrong before it.
///
/// Returns:  whether the program runs. `listener` is set if there is one.
bool await_exec(int report, int& listener, Failure& failure);

}  // namespace sandbox
