#pragma once

namespace mock_server::commands {

/// Runs `mock_server timeline FILE`: shows a journal file as text, or writes it as SVG.
///
/// Returns:  the exit code: 0 done, 2 usage or no journal.
int run_timeline(int argc, char** argv);

}  // namespace mock_server::commands
