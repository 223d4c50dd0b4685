#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/kit/kit.hpp"

namespace grader {

/// A file that a kit takes from the build, and its name below tools/course.
struct BuiltFile {
  std::filesystem::path source;
  std::filesystem::path name;
};

/// The toolchain.json of a kit, with every path relative to where it lies, and the files that it names.
struct KitToolchain {
  std::string text;
  std::vector<BuiltFile> files;
};

/// Writes down for a kit what the build's toolchain.json says. Errors: InfrastructureError when two files want one name.
KitToolchain toolchain_for_kit(const KitPlan& plan);

}  // namespace grader
