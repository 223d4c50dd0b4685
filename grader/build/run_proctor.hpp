#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "grader/build/interruption.hpp"
#include "grader/build/toolchain.hpp"
#include "grader/course/course.hpp"
#include "grader/events/event.hpp"
#include "grader/sandbox/confinement.hpp"

namespace grader {

struct ProctorJob {
  const Exercise& exercise;
  const ToolchainExercise& parts;
  std::vector<TestName> planned;  ///< every test the proctor must report
  bool all_tests = true;          ///< false: `planned` are some of its tests, and it is told to run only these
  std::filesystem::path subject;  ///< the student's program; empty: there is none, only answers in `folder`
  std::filesystem::path folder;   ///< working directory and TMPDIR of the proctor
  std::string tryout = {};        ///< not empty: what a student tries out, as PROCTOR --try takes it; no test runs
  std::uint64_t seed = 0;
  sandbox::Confinement confinement{};  ///< of the subjects
  std::chrono::milliseconds patience{
      60'000};                    ///< silence on the event stream, beyond the limits of one test, after which it hangs
  std::size_t most_timeouts = 0;  ///< ends the run once this many tests have timed out; 0: never
};

/// What one run of an exercise's hidden tests gave.
struct ProctorRun {
  RunRecord record;     ///< every planned test has a result
  std::string problem;  ///< what broke in the tool; empty when the record is complete
};

/// Runs the hidden tests of one exercise against a student's program.
///
/// A proctor that cannot be started, or whose events are no events or tell an impossible story, is not believed at all:
/// each test becomes a grader_error. One that dies or hangs keeps what it reported; the test it was in becomes a
/// grader_error. A run that `most_timeouts` ended is incomplete, without a problem: what had not ended did not run.
/// Errors:   Interrupted.
ProctorRun run_proctor(const ProctorJob& job, const Interruption& interruption);

/// Checks that events tell a possible story about `job`; says what is wrong, or nothing.
std::string contradiction_in(const std::vector<Event>& events, const ProctorJob& job);

}  // namespace grader
