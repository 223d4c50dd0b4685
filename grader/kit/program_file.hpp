#pragma once

#include <filesystem>
#include <string>

#include "grader/build/interruption.hpp"

namespace grader {

/// Reads a program, library or object file as students may have it: without debug information and, where nothing needs
/// them, symbols; the paths of this project's sources in it no longer tell where on this machine they lie. What is no
/// such file, such as a script, comes as it is.
///
/// `scratch` is a name that a file may be written to meanwhile. `root` is the folder with the project's sources.
/// Returns:  the file's new content; the same for the same file.
/// Errors:   InfrastructureError when there is no `strip` or it fails; Interrupted.
std::string bare_program(const std::filesystem::path& file, const std::filesystem::path& scratch,
                         const std::filesystem::path& root, const Interruption& interruption);

}  // namespace grader
