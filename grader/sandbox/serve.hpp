#pragma once

#include "grader/sandbox/launcher_command.hpp"

namespace sandbox {

/// Starts launchers for whoever asks on `plan.serve` (control.hpp), until that socket is closed.
///
/// The caller is in a sandbox that others have built, with the right to administer namespaces there. Each launcher is
/// process 1 of namespaces of its own for processes, mounts, the network and IPC, has no rights in them any more, and does
/// what `run` does. So the sandbox's mounts, which are most of its cost, are paid once for all programs.
/// Returns:  the exit status of the calling process.
int serve(const Plan& plan, int (*run)(const Plan& plan));

}  // namespace sandbox
