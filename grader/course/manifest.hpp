#pragma once

// The two halves of load_course; not for use outside this folder.

#include <filesystem>
#include <string_view>

#include "grader/course/course.hpp"
#include "grader/course/fields.hpp"

namespace grader {

/// Reads course.json. Its exercises have ids and folders only; the rest comes from read_exercise.
Course read_course(std::string_view text, const std::filesystem::path& root, Findings& findings);

/// Fills in an exercise, whose id and folder are known, from its exercise.json.
void read_exercise(Exercise& exercise, const Course& course, std::string_view text, Findings& findings);

/// The ids of the course's objectives, skills or exercises, or of an exercise's criteria.
template <class Items>
Words ids_of(const Items& items) {
  Words ids;
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

}  // namespace grader
