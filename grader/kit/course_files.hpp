#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/course/course.hpp"

namespace grader {

/// The files below exercises/ that students get, relative to `root`, in order: the course's pages and schemas, the kit's
/// headers, and of each given exercise everything that is text. Hidden files, links and what editors leave behind stay.
std::vector<std::filesystem::path> files_for_students(const std::filesystem::path& root,
                                                      const std::vector<const Exercise*>& exercises);

/// The text of course.json for these exercises alone: without the objectives, skills and paths that none of them serves.
/// For all of the course's exercises it is the very text, so that the course keeps its digest.
std::string course_manifest(const std::string& text, const Course& course,
                            const std::vector<const Exercise*>& exercises);

}  // namespace grader
