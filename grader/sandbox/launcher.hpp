#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "grader/sandbox/confinement.hpp"
#include "grader/sandbox/process.hpp"

namespace sandbox {

/// What a subject is started with.
struct Launch {
  std::filesystem::path program;
  std::vector<std::string> arguments;  ///< without argv[0]
  int channel_fd = -1;                 ///< becomes descriptor 3 of the subject, the only one besides 0, 1 and 2
  std::chrono::milliseconds cpu_limit{10'000};  ///< of all its processes; rounded up to whole seconds
  std::uint64_t memory_bytes = 0;               ///< of all its processes; 0: no limit
  std::uint64_t tasks = 0;                      ///< processes and threads; 0: no limit
  Confinement confinement = {
      .level = Level::kC, .launcher = find_launcher(), .bwrap = {}, .uid = {}, .visible = {}, .lock_in = false};
};

/// Starts a subject: the one way by which student code ever runs.
///
/// The subject gets an empty standard input, one pipe for both outputs, the channel as descriptor 3 and nothing else; a
/// session of its own; default signals; an environment that names nothing of ours; limits; and what its level keeps from
/// it. Whatever it starts ends with it, at every level.
/// Errors:  throws std::system_error when no process can be started: the machine's failure, never the student's.
/// Threads: safe from several threads.
Process launch(const Launch& launch);

/// Starts the launcher alone, below level A, for whoever has its lines.
///
/// Returns: its pid. Errors: as `launch`.
pid_t spawn_launcher(const Launch& launch, int channel, int control, int output);

/// Starts a sandbox of level A whose launcher serves the other end of `socket` (serve.hpp): programs of the given kinds,
/// which differ only in their arguments. What it complains of goes to `complaints`. At level A+, its subjects' cgroups
/// are made in `cgroup`.
///
/// Returns: its pid. Errors: as `launch`.
pid_t spawn_server(const std::vector<Launch>& kinds, int socket, int complaints, const std::filesystem::path& cgroup);

}  // namespace sandbox
