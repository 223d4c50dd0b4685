#pragma once

#include <sys/types.h>

#include <cstdint>

namespace grader {

/// What a warden needs, all of it prepared before the fork: between fork and exec nothing may be allocated.
struct WardenPlan {
  const char* program = nullptr;
  char* const* arguments = nullptr;    ///< argv, null-terminated
  char* const* environment = nullptr;  ///< envp, null-terminated
  const char* folder = nullptr;        ///< the program's working directory
  int output = -1;                     ///< becomes the program's stdout and stderr
  int events = -1;                     ///< becomes descriptor 3 of the program; -1: none
  int lifeline = -1;                   ///< read end; its end of file means: end everything
  int status = -1;                     ///< write end for WardenReports
  std::uint64_t cpu_seconds = 0;       ///< limits of each process; 0: none
  std::uint64_t file_bytes = 0;
  std::uint64_t memory_bytes = 0;
};

struct WardenReport {
  enum class Kind : int { kNotStarted, kEnded };
  Kind kind = Kind::kEnded;
  int wait_status = 0;  ///< kEnded: as wait(2) gives it
  int error = 0;        ///< kNotStarted: errno
  std::int64_t cpu_us = 0;
};

/// Runs one program and sees to it that nothing of it is left; to be called in a freshly forked child. Never returns.
[[noreturn]] void run_warden(const WardenPlan& plan);

}  // namespace grader
