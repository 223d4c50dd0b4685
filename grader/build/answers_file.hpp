#pragma once

#include <optional>

#include "grader/build/intake.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {

/// Checks a file of answers: one JSON object, comments allowed.
///
/// Returns: what is wrong with it, at its line and column; nothing when it can be read.
std::optional<BuildDiagnostic> problem_in_answers(const std::string& exercise, const SourceFile& file);

}  // namespace grader
