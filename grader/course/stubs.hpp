#pragma once

#include <filesystem>
#include <map>
#include <string>

#include "grader/course/course.hpp"

namespace grader {

/// The files of one exercise that students edit, as the course gives them: by name relative to its folder.
using Stub = std::map<std::string, std::string>;

/// All of them, by exercise id.
using Stubs = std::map<std::string, Stub>;

/// Where they are kept, so that `reset` knows them when the files themselves have long been edited:
/// exercises/stubs.json. Authors write it with `grader stubs --update`.
std::filesystem::path stubs_file(const std::filesystem::path& exercises);

/// Reads what is kept.
///
/// Errors: CourseError when the file is not there or cannot be understood.
Stubs load_stubs(const std::filesystem::path& exercises);

/// The files as they are now; those that are not there are left out.
Stub files_of(const Exercise& exercise);
Stubs files_of(const Course& course);

std::string to_text(const Stubs& stubs);

}  // namespace grader
