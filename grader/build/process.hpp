#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "grader/build/interruption.hpp"

namespace grader {

/// A program to run: never a shell, and every argument exactly as it stands.
struct Command {
  std::filesystem::path program;
  std::vector<std::string> arguments;    ///< without argv[0]
  std::vector<std::string> environment;  ///< "NAME=value", complete
  std::filesystem::path folder;          ///< working directory
  /// When set, descriptor 3 of the program is a pipe, and this gets what arrives there; false ends the program.
  std::function<bool(std::string_view)> on_events;
};

struct ProcessLimits {
  std::chrono::milliseconds wall{300'000};  ///< real time from start to end
  std::chrono::milliseconds silence{0};     ///< real time without anything on the event pipe; 0: none
  std::chrono::seconds cpu{0};              ///< processor time of each process; 0: none
  std::uint64_t file_bytes = 0;             ///< largest file it may write; 0: none
  std::uint64_t memory_bytes = 0;           ///< address space of each process; 0: none
  std::size_t output_bytes = 1024 * 1024;   ///< what is kept of stdout and stderr; the rest is read and counted
};

struct ProcessResult {
  enum class End { kExited, kSignaled, kNotStarted, kLost, kCpuLimit, kWallLimit, kSilent, kStopped, kInterrupted };
  End end = End::kLost;
  int code = 0;  ///< kExited: status; kSignaled: signal; kNotStarted: errno
  std::string output;
  std::chrono::microseconds cpu{0};
  std::chrono::milliseconds wall{0};
};

/// Runs one program to its end and reports how it ended; whatever it started is gone when this returns.
///
/// Returns:  kLost when even the warden was killed; nothing is known of the program then.
/// Errors:   InfrastructureError when no pipe or process can be had. Everything else is a result.
/// Threads:  safe from several threads; blocks until the program has ended or `interruption` is requested.
ProcessResult run_process(const Command& command, const ProcessLimits& limits, const Interruption& interruption);

/// Says in a few words how it ended: "exited with status 1", "was killed by signal 11 (Segmentation fault)".
std::string describe_end(const ProcessResult& result);

}  // namespace grader
