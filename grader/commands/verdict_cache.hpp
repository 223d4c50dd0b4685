#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "grader/build/grading.hpp"
#include "grader/build/intake.hpp"
#include "grader/build/toolchain.hpp"

namespace grader {

/// Remembers the last evidence of each exercise, so that checking unchanged work is a matter of milliseconds.
///
/// An entry counts only while everything it came from is the same: the student's files, the toolchain, the manifest,
/// the files beside the student's, binding, proctor and libraries. It is a convenience for `check`; `grade` never reads
/// it. Threads: safe, also from several processes; entries are replaced atomically. A folder that cannot be written
/// costs speed only.
class VerdictCache {
 public:
  VerdictCache(std::filesystem::path folder, const Toolchain& toolchain);

  std::optional<Evidence> find(const Exercise& exercise, const Intake& intake) const;
  /// Keeps what is complete; evidence with a grader_error in it is not worth keeping.
  void keep(const Exercise& exercise, const Intake& intake, const Evidence& evidence) const;

 private:
  std::string key(const Exercise& exercise, const Intake& intake) const;

  std::filesystem::path folder_;
  const Toolchain& toolchain_;
  std::string toolchain_key_;
};

}  // namespace grader
