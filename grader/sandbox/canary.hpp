#pragma once

#include "grader/sandbox/ladder.hpp"

namespace sandbox {

/// Lets the canary try everything it knows at one level.
///
/// Returns:  what it tried and could do; `problem` when it could not be started.
/// Errors:   throws std::system_error when the machine has no room for the traps (files, sockets).
CanaryResult send_canary(const Confinement& confinement);

}  // namespace sandbox
