#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "grader/build/interruption.hpp"
#include "grader/build/toolchain.hpp"
#include "grader/course/course.hpp"
#include "grader/kit/leak_check.hpp"

namespace grader {

/// What a kit is made of.
struct KitPlan {
  const Toolchain& toolchain;
  const Course& course;
  std::filesystem::path root;              ///< with exercises/ and solutions/
  std::vector<const Exercise*> exercises;  ///< in the course's order
  std::filesystem::path programs;          ///< the folder of grader, launcher, canary and mock server
  std::string version;                     ///< of the grader
};

/// What became of it.
struct Kit {
  std::size_t files = 0;
  std::uint64_t bytes = 0;
  std::string digest;       ///< "sha256:…" over all files
  std::size_t lines = 0;    ///< of solutions/, that were looked for
  std::size_t names = 0;    ///< of solutions in right/ and wrong/, likewise
  std::vector<Leak> leaks;  ///< not empty: there is no kit
};

/// Makes a kit: a folder to hand out, in which students can do everything, without sources of hidden tests and without
/// solutions. docs/handing-out.md has its contents. Two runs on the same build give the same bytes.
///
/// The folder appears at `out` when it is complete and everything withheld was looked for in each of its files; when some
/// of it was found, or anything fails, nothing is left behind.
///
/// Errors: UsageError when there is no solutions/, or `out` is not free; InfrastructureError; Interrupted.
Kit make_kit(const KitPlan& plan, const std::filesystem::path& out, const Interruption& interruption);

/// The Debian packages that a kit needs, in alphabetical order.
std::vector<std::string> kit_packages();

}  // namespace grader
