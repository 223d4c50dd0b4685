#pragma once

#include <csignal>

namespace mock_server::commands {

/// Makes sure that 0, 1 and 2 are open: a socket that got one of these numbers would receive what the program prints.
void open_standard_descriptors();

/// Allows this process as many descriptors as it may have.
void raise_descriptor_limit();

/// The signals that tell the program what to do, taken one after the other instead of interrupting it. SIGPIPE is
/// ignored.
///
/// Requires: made before any thread is started, so that none takes them.
class Signals {
 public:
  Signals();

  /// Waits for SIGINT, SIGTERM or SIGHUP.
  int wait();

  /// Makes wait() return SIGTERM.
  static void stop();

 private:
  sigset_t set_{};
};

}  // namespace mock_server::commands
