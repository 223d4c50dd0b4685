#pragma once

#include <string>
#include <vector>

#include "grader/commands/known_verdicts.hpp"

namespace grader {

/// The exercise to turn to, and why, in a few words.
struct NextStep {
  const Exercise* exercise = nullptr;  ///< null: each of them passes
  std::string why;
};

/// The first of these that does not pass: the core exercises first, then the extensions.
NextStep next_step(const std::vector<const Exercise*>& exercises, const KnownVerdicts& known);
/// The same for a whole course.
NextStep next_step(const Course& course, const KnownVerdicts& known);

/// "exercises/01_timeout/timeout.cpp": what a student opens to work on it.
std::string file_to_edit(const Exercise& exercise);

}  // namespace grader
