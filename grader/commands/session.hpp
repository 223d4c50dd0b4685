#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "grader/build/grading.hpp"
#include "grader/build/toolchain.hpp"
#include "grader/course/course.hpp"
#include "grader/sandbox/confinement.hpp"

namespace grader {

/// What may be said before or after any command's name.
struct GlobalOptions {
  std::optional<std::filesystem::path> course;     ///< the course's source root; else the toolchain's
  std::optional<std::filesystem::path> toolchain;  ///< toolchain.json; else beside the program
  bool no_color = false;
  bool json = false;
  unsigned jobs = 0;
  std::optional<std::uint64_t> seed;
  std::chrono::milliseconds patience{60'000};
  std::optional<sandbox::Level> isolation;          ///< this level and no other
  std::optional<sandbox::Level> require_isolation;  ///< below it, no official score
  std::vector<std::string> exercises;               ///< as the user named them; empty: all
};

/// A course with the toolchain that was built for it.
struct Session {
  Toolchain toolchain;
  Course course;
  std::filesystem::path root;
  std::vector<const Exercise*> selected;  ///< in the course's order
  std::uint64_t seed = 0;                 ///< given, or drawn and recorded

  GradingOptions grading_options(const GlobalOptions& options, const sandbox::Confinement& confinement) const;
  std::filesystem::path cache_folder() const {
    return toolchain.file.parent_path().parent_path() / "cache" / "verdicts";
  }
};

/// Loads toolchain and course and finds the exercises asked for.
///
/// Errors: InfrastructureError (toolchain), CourseError (course), UsageError (no such exercise).
Session open_session(const GlobalOptions& options);

/// Makes sure that the exercises are built and that rubric and hidden tests are one.
///
/// Errors: InfrastructureError when something is not built, CourseError when they differ.
void require_gradable(const Session& session);

}  // namespace grader
