#pragma once

#include "mock_server/commands/command_line.hpp"

namespace mock_server::commands {

/// Serves until a signal or the control interface stops it.
///
/// Returns:  the exit code.
int serve(const CommandLine& line);

}  // namespace mock_server::commands
