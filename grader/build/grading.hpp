#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <semaphore>
#include <string>

#include "grader/build/compile.hpp"
#include "grader/build/intake.hpp"
#include "grader/build/run_proctor.hpp"
#include "grader/build/toolchain.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {

struct GradingOptions {
  std::uint64_t seed = 0;
  unsigned jobs = 0;                           ///< compilers at a time; 0: one per core
  std::chrono::milliseconds patience{60'000};  ///< as ProctorJob::patience
  CompileLimits compile{};
  std::function<void(Command&)> confine_compiler{};  ///< as CompileJob::confine
};

/// What is known of one exercise when its run is over; the rubric makes points of it.
struct Evidence {
  BuildResult build;
  RunRecord run;
  std::string problem;  ///< what broke in the tool; empty when nothing did
};

/// Where files become evidence: compiles and tests, as many at a time as the machine has room for.
///
/// Threads: `gather` is safe from several threads; it waits for a free place first at the compiler, then at the tests.
class Workshop {
 public:
  /// Requires: all arguments outlive the workshop.
  Workshop(const Toolchain& toolchain, const Interruption& interruption, GradingOptions options);

  /// Builds and tests one exercise with the files taken. When there is nothing to build, the build result says why.
  /// Errors: Interrupted; InfrastructureError when the exercise's prebuilt parts are not there.
  Evidence gather(const Exercise& exercise, const Intake& intake);

  unsigned compilers() const { return jobs_; }
  /// How many callers at a time keep both compilers and tests busy.
  unsigned useful_callers() const { return 3 * jobs_; }
  const Toolchain& toolchain() const { return toolchain_; }
  const Interruption& interruption() const { return interruption_; }
  std::uint64_t seed() const { return options_.seed; }

 private:
  Evidence build_and_test(const Exercise& exercise, const Intake& intake);

  const Toolchain& toolchain_;
  const Interruption& interruption_;
  GradingOptions options_;
  unsigned jobs_;
  std::counting_semaphore<> compile_places_;
  std::counting_semaphore<> test_places_;
};

/// Calls work(0) … work(count - 1), up to `callers` at a time, in order of their start.
///
/// Errors: when a call throws, no new one begins, and the first exception is thrown again when all have ended.
void for_each_in_parallel(std::size_t count, unsigned callers, const std::function<void(std::size_t)>& work);

}  // namespace grader
