#pragma once

#include <filesystem>
#include <vector>

#include "grader/build/interruption.hpp"
#include "grader/commands/folder_watch.hpp"
#include "grader/course/course.hpp"

namespace grader {

/// An editor may write a file in several steps; what follows within this time belongs to the same save.
inline constexpr std::chrono::milliseconds kSettle{30};

/// Whether a change of `file` can change the exercise's verdict. Its whole folder counts when too much happened at once.
bool verdict_depends_on(const Exercise& exercise, const std::filesystem::path& file);

/// The folders to watch for changes of these exercises.
std::vector<std::filesystem::path> folders_of(const std::vector<const Exercise*>& exercises);

/// Waits until a file changes that a verdict of these exercises depends on, and the save is complete. False when
/// `interruption` was requested first.
bool wait_for_save(FolderWatch& folders, const std::vector<const Exercise*>& exercises,
                   const Interruption& interruption);

}  // namespace grader
