#pragma once

#include <filesystem>

#include "grader/course/course.hpp"
#include "grader/course/problem.hpp"

namespace grader {

/// Loads the course below a root: exercises/course.json and the exercise.json of every exercise it lists.
///
/// Errors: throws CourseError with every problem of the first broken stage (course.json, then all exercises together):
///         JSON that is malformed, keys that are unknown, missing, given twice or of the wrong type, ids that are listed
///         twice or name nothing, folders and files that are not there, negative points, criteria that wait for each
///         other. A file to edit that is not there is none where stubs.json can give it back.
/// Threads: safe; reads the files in the calling thread.
Course load_course(const std::filesystem::path& root);

}  // namespace grader
