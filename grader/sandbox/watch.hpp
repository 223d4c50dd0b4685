#pragma once

#include <sys/types.h>

#include <cstdint>

#include "grader/sandbox/connect_broker.hpp"
#include "grader/sandbox/control.hpp"
#include "grader/sandbox/launcher_command.hpp"

namespace sandbox {

/// Waits until the program has ended or has to be; serves the broker's listener (-1: none) meanwhile.
///
/// Returns:  why it has to be, kItself otherwise. `ended` gets what was seen on the way.
Reason watch_over(const Plan& plan, pid_t program, int listener, ConnectBroker& broker, Ended& ended);

/// The processor time of all that was waited for, in microseconds.
std::int64_t cpu_of_the_dead();

}  // namespace sandbox
