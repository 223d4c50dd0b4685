#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "grader/events/event.hpp"

namespace grader {

/// The prebuilt parts of one exercise.
struct ToolchainExercise {
  std::filesystem::path binding;  ///< object file that exposes the student's functions; empty: nothing is compiled
  std::filesystem::path proctor;  ///< program with the hidden tests
  std::filesystem::path pch;      ///< precompiled header made with the exercise's defines; empty: the toolchain's
  std::filesystem::path tests;    ///< what `proctor --list` printed when the course was built
};

/// How a student's file becomes a program, as CMake or `kit` wrote it once into toolchain.json.
///
/// "{here}" in any of the file's texts is the folder that it lies in, so that a kit can be moved.
struct Toolchain {
  std::filesystem::path file;  ///< the toolchain.json itself
  std::filesystem::path root;  ///< the course's source root
  std::filesystem::path compiler;
  std::string compiler_name;
  std::vector<std::string> flags;
  std::vector<std::string> sanitizers;
  std::filesystem::path pch;  ///< for exercises that name none of their own; empty: none
  std::vector<std::filesystem::path> include_dirs;
  std::vector<std::filesystem::path> pch_headers;  ///< what the precompiled header was made from, outside of these
  /// The header to precompile at first use (own_pch.hpp), as a kit does; empty: CMake has made all precompiled headers.
  std::filesystem::path pch_source;
  std::vector<std::string> link_flags;
  std::vector<std::string> libraries;
  std::vector<std::filesystem::path> modules;  ///< what the programs load while they run
  std::map<std::string, ToolchainExercise> exercises;
};

/// What a tryout is called in the events of a proctor.
inline const TestName kTryout{.criterion = "Tryout", .name = "Call"};

/// Whether the exercise's hidden tests bring a tryout along. Errors: as load_test_list.
bool has_tryout(const ToolchainExercise& parts);

/// Reads toolchain.json.
///
/// Errors: InfrastructureError when it is missing or broken, naming the file, the key and the next step.
Toolchain load_toolchain(const std::filesystem::path& file);

/// Where the running program's toolchain.json is: <its folder>/../course/toolchain.json.
std::filesystem::path default_toolchain_file();

/// Finds the parts of one exercise and checks that every file a build needs is there.
///
/// Errors: InfrastructureError naming what is missing and the next step.
const ToolchainExercise& parts_of(const Toolchain& toolchain, const std::string& exercise);

/// Whether to compile with the precompiled header. One that is made at first use may not be there yet.
bool has_pch(const Toolchain& toolchain, const ToolchainExercise& parts);

/// Reads an exercise's tests.json: every hidden test there is, in the proctor's order.
std::vector<TestName> load_test_list(const ToolchainExercise& parts);

}  // namespace grader
