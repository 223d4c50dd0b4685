#pragma once

#include <filesystem>
#include <map>
#include <string>

namespace grader {

/// What the grader remembers of a student: one small file in the folder of the exercises.
struct StudentState {
  /// How many hints of a row were shown: by exercise id, then criterion id.
  std::map<std::string, std::map<std::string, int>> hints;
};

/// Where it lies: exercises/.hangtime.json.
std::filesystem::path state_file(const std::filesystem::path& exercises);

/// Reads it. A file that is not there is an empty state; one that cannot be understood is set aside under the name
/// .hangtime.json.damaged, which `notice` then says, and an empty state is returned.
StudentState load_state(const std::filesystem::path& exercises, std::string& notice);

/// Writes it, whole or not at all.
///
/// Errors: throws WriteError.
void save_state(const std::filesystem::path& exercises, const StudentState& state);

}  // namespace grader
