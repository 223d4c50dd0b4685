#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "grader/commands/verify_plan.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {

/// Finds what differs between several gradings of the same program, run i with the seed `first_seed` + i. Pure.
///
/// Status and points of every criterion must be the same in all runs. What most runs say counts as usual; of each
/// criterion that differs, one test of one run that differs is named.
std::vector<Deviation> compare_runs(const std::string& file, const std::vector<ExerciseScore>& runs,
                                    std::uint64_t first_seed);

}  // namespace grader
