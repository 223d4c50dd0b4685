#pragma once

#include <stdexcept>
#include <string>

namespace grader {

/// What every command answers to the shell.
enum ExitCode : int {
  kExitDone = 0,
  kExitNotPassed = 1,
  kExitUsage = 2,           ///< wrong usage, or a broken course
  kExitInfrastructure = 3,  ///< our tool or the machine; also any grader_error in a report
  kExitInterrupted = 130
};

/// The caller or the course is wrong: exit 2.
struct UsageError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Our installation or the machine is wrong: exit 3. It never costs a student a point.
struct InfrastructureError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// SIGINT, SIGTERM or SIGHUP arrived: exit 130, after everything started has been ended and removed.
struct Interrupted : std::runtime_error {
  Interrupted() : std::runtime_error("interrupted") {}
};

}  // namespace grader
