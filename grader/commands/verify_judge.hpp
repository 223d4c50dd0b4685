#pragma once

#include <vector>

#include "grader/commands/verify_plan.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {

/// Compares a variant's score with what its role promises. Pure.
///
/// stub:             compiles without a warning (unless it is code to debug), earns nothing, passes no criterion.
/// reference, right: every criterion passes.
/// wrong:            exactly the criteria it names do not pass. One that is skipped because of a named one need not be
/// named. Criteria that a person judges are left out.
std::vector<Deviation> judge(const Variant& variant, const ExerciseScore& score);

}  // namespace grader
