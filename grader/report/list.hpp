#pragma once

#include <map>
#include <string>

#include "grader/report/page.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// What is known of a student's progress: by exercise id, the last status. Exercises may be absent.
using Progress = std::map<std::string, ExerciseStatus>;

/// Shows the course's exercises in order, as a table: mark, id, title, points, and what is special about one.
std::string render_list(const Course& course, const Progress& progress, const TerminalOptions& options);

/// The same for programs: {"course": {…}, "exercises": [{"id", "number", "title", "objective", "skills", "kind",
/// "tier", "points", "edit", "status"}]}; `status` is null where nothing is known.
ReportJson list_json(const Course& course, const Progress& progress);

}  // namespace grader
