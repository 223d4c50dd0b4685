#pragma once

// The two halves of load_course; not for use outside this folder.

#include <filesystem>
#include <functional>
#include <string_view>

#include "grader/course/course.hpp"
#include "grader/course/problem.hpp"
#include "mock_server/json/fields.hpp"

namespace grader {

using mock_server::json::contains;
using mock_server::json::Fields;
using mock_server::json::is_kebab_case;
using mock_server::json::is_snake_case;
using mock_server::json::JsonMember;
using mock_server::json::JsonSyntaxError;
using mock_server::json::JsonValue;
using mock_server::json::kKebabCase;
using mock_server::json::kSnakeCase;
using mock_server::json::parse_json;
using mock_server::json::Placed;
using mock_server::json::refuse_duplicates;
using mock_server::json::refuse_unknown;
using mock_server::json::texts_of;
using mock_server::json::Words;

/// Reads course.json. Its exercises have ids and folders only; the rest comes from read_exercise.
Course read_course(std::string_view text, const std::filesystem::path& root, Findings& findings);

/// Whether the course keeps the stub of a file, named relative to its exercise's folder.
using IsKept = std::function<bool(const std::string& file)>;

/// Fills in an exercise, whose id and folder are known, from its exercise.json. A file to edit need not be there if
/// `is_kept` says so: a student who lost it can have it back.
void read_exercise(Exercise& exercise, const Course& course, std::string_view text, const IsKept& is_kept,
                   Findings& findings);

/// The ids of the course's objectives, skills or exercises, or of an exercise's criteria.
template <class Items>
Words ids_of(const Items& items) {
  Words ids;
  for (const auto& item : items) ids.push_back(item.id);
  return ids;
}

}  // namespace grader
