#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>

#include "grader/build/intake.hpp"
#include "grader/build/process.hpp"
#include "grader/build/toolchain.hpp"
#include "grader/sandbox/confinement.hpp"

namespace grader {

/// Limits of one compile or link. The processor time decides; it is the same on a busy machine.
struct CompileLimits {
  std::chrono::seconds cpu{90};
  std::chrono::milliseconds wall{900'000};                 ///< reached only on a machine in trouble: a grader_error
  std::uint64_t file_bytes = 512ULL * 1024 * 1024;         ///< largest file the compiler may write
  std::uint64_t memory_bytes = 6ULL * 1024 * 1024 * 1024;  ///< address space
  std::size_t output_bytes = 512 * 1024;
};

struct CompileJob {
  const Toolchain& toolchain;
  const ToolchainExercise& parts;
  const Exercise& exercise;
  const std::vector<SourceFile>& files;
  std::filesystem::path folder;  ///< private and empty
  CompileLimits limits{};
  const sandbox::Confinement* confinement = nullptr;  ///< null: compilers run as the grader does
};

/// Compiles and links a student's files in `folder`; the program is `folder`/subject. Files of answers are only checked; an exercise
/// that is nothing but answers has no program.
///
/// Returns:  kBuilt (with warnings), kFailed (the student's file) or kGraderError (compiler missing, killed, crashed;
///           disk full). Throws Interrupted.
BuildResult compile(const CompileJob& job, const Interruption& interruption);

/// Writes files into a folder. Errors: InfrastructureError.
void write_files(const std::vector<SourceFile>& files, const std::filesystem::path& folder);

}  // namespace grader
