#pragma once

#include <string>
#include <vector>

#include "grader/build/grading.hpp"
#include "grader/build/intake.hpp"
#include "grader/commands/console.hpp"
#include "grader/commands/session.hpp"
#include "grader/commands/verdict_cache.hpp"
#include "grader/rubric/course_score.hpp"

namespace grader {

/// One submission, graded.
struct Assessment {
  CourseScore score;
  std::string digest;                 ///< of the submission
  std::vector<std::string> problems;  ///< what broke in the tool, in the course's order; empty when `score.complete`
};

/// What may be remembered from one check to the next.
struct Memory {
  const VerdictCache* cache = nullptr;  ///< null: nothing is looked up or kept
  bool recall = true;                   ///< false: new evidence is kept, old is not looked up
};

/// Grades the selected exercises of a submission, in parallel; the result is in the course's order whatever ends first.
///
/// Errors: Interrupted, InfrastructureError.
Assessment assess(const Session& session, Workshop& workshop, const Submission& submission, Memory memory,
                  Console& console);

/// What the shell is told: 3 when not everything could be judged, else 1 when less than `required_percent` was reached,
/// else 0.
int exit_code(const CourseScore& score, double required_percent);

}  // namespace grader
