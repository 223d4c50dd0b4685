#pragma once

#include <filesystem>
#include <string>

namespace grader {

/// Reads all of a file. Errors: InfrastructureError naming it.
std::string read_whole(const std::filesystem::path& file);

}  // namespace grader
