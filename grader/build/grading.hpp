#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <semaphore>
#include <string>
#include <vector>

#include "grader/build/compile.hpp"
#include "grader/build/intake.hpp"
#include "grader/build/own_pch.hpp"
#include "grader/build/run_proctor.hpp"
#include "grader/build/toolchain.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {

struct GradingOptions {
  std::uint64_t seed = 0;
  unsigned jobs = 0;                           ///< compilers at a time; 0: one per core
  unsigned tests = 0;                          ///< runs of hidden tests at a time; 0: two per compiler
  std::chrono::milliseconds patience{60'000};  ///< as ProctorJob::patience
  std::size_t most_timeouts = 0;               ///< as ProctorJob::most_timeouts
  CompileLimits compile{};
  sandbox::Confinement confinement{};  ///< of compilers and subjects
  /// Told what takes unusually long, in one line, from any thread; may be empty.
  std::function<void(const std::string&)> announce = {};
};

/// What is known of one exercise when its run is over; the rubric makes points of it.
struct Evidence {
  BuildResult build;
  RunRecord run;
  std::string problem;  ///< what broke in the tool; empty when nothing did
};

class WorkFolder;

/// A student's program, or why there is none, with the folder that holds it.
struct Product {
  BuildResult build;
  std::string problem;  ///< as Evidence::problem
  std::shared_ptr<const WorkFolder> folder{};
  std::vector<SourceFile> answers{};  ///< what the hidden tests read besides

  bool can_run() const { return build.status == BuildResult::Status::kBuilt; }
};

/// Where files become evidence: compiles and tests, as many at a time as the machine has room for.
///
/// Threads: safe from several threads; `build` waits for a free place at the compilers, `test` for one at the tests,
///          `gather` for one after the other.
class Workshop {
 public:
  /// Requires: all arguments outlive the workshop.
  Workshop(const Toolchain& toolchain, const Interruption& interruption, GradingOptions options);

  /// Builds and tests one exercise with the files taken. When there is nothing to build, the build result says why.
  /// Errors: Interrupted; InfrastructureError when the exercise's prebuilt parts are not there.
  Evidence gather(const Exercise& exercise, const Intake& intake);

  /// The first half of `gather`, for who tests the same program several times.
  Product build(const Exercise& exercise, const Intake& intake);
  /// The second half. Requires: `product.can_run()`.
  ProctorRun test(const Exercise& exercise, const Product& product, std::uint64_t seed);

  /// Calls the student's function as `tryout` (PROCTOR --try) says, and judges nothing. Requires: `product.can_run()`,
  /// and the exercise has a tryout.
  ProctorRun try_out(const Exercise& exercise, const Product& product, const std::string& tryout);

  unsigned compilers() const { return jobs_; }
  unsigned tests_at_once() const { return tests_; }
  /// How many callers of `gather` at a time keep both compilers and tests busy.
  unsigned useful_callers() const { return jobs_ + tests_; }
  const Toolchain& toolchain() const { return toolchain_; }
  const Interruption& interruption() const { return interruption_; }
  std::uint64_t seed() const { return options_.seed; }

 private:
  const Toolchain& toolchain_;
  const Interruption& interruption_;
  GradingOptions options_;
  unsigned jobs_;
  unsigned tests_;
  OwnPch own_pch_;
  std::counting_semaphore<> compile_places_;
  std::counting_semaphore<> test_places_;
};

/// Calls work(0) … work(count - 1), up to `callers` at a time, in order of their start.
///
/// Errors: when a call throws, no new one begins, and the first exception is thrown again when all have ended.
void for_each_in_parallel(std::size_t count, unsigned callers, const std::function<void(std::size_t)>& work);

}  // namespace grader
