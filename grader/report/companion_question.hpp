#pragma once

#include <string>
#include <string_view>

#include "grader/course/course.hpp"

namespace grader {

/// What is known of the work when the question is asked.
enum class WorkState { kNotChecked, kDoesNotBuild, kRowFails, kAllPasses };

/// Returns the question that ends a prompt, in the student's words.
///
/// `bloom` is the level of the exercise's objective ("understand", "apply", …): who is to understand explains, who is to
/// apply chooses and orders, who is to create defends a design. An unknown level, and a warm-up without an objective,
/// are asked as "apply".
std::string companion_question(std::string_view bloom, Kind kind, WorkState state);

}  // namespace grader
