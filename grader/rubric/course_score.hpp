#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grader/rubric/rubric.hpp"

namespace grader {

/// Points over all graded exercises. Core exercises make up `earned` of `possible`; extensions are a bonus; remedial
/// ones carry no points.
struct Totals {
  int earned = 0;
  int possible = 0;
  int bonus = 0;
  int undecided = 0;       ///< of the core exercises
  int pending_manual = 0;  ///< that a person may still give, on top as a bonus

  /// Per cent of the possible points, rounded down; 100 when there are none to earn.
  int percent() const;
};

/// Points for an objective or a skill, over the graded core exercises that serve it.
struct Standing {
  int earned = 0;
  int possible = 0;
  int undecided = 0;
  int attempted = 0;  ///< of `possible`: points of the exercises that compiled and ran
  std::optional<bool>
      mastered;  ///< nullopt: there are no points, an exercise was not graded, or undecided points matter
};

struct ObjectiveStanding {
  const Objective* objective = nullptr;
  Standing standing;
};
struct SkillStanding {
  const Skill* skill = nullptr;
  Standing standing;
};

/// One thing to do next.
struct Recommendation {
  enum class Kind { kContinue, kRemedial, kExtension };
  Kind kind = Kind::kContinue;
  std::string exercise;   ///< empty when the advice is no exercise of the course
  std::string objective;  ///< for a path; empty for kContinue
  std::string why;
  std::string page = {};  ///< to read first, relative to exercises/; may be empty
};

/// A whole grading, in the course's terms.
struct CourseScore {
  const Course* course = nullptr;
  std::vector<ExerciseScore> exercises;
  Totals totals;
  std::vector<ObjectiveStanding> objectives;  ///< every objective of the course, in its order
  std::vector<SkillStanding> skills;
  std::vector<Recommendation> next;
  bool complete = true;     ///< false: exit code 3
  bool all_passed() const;  ///< every graded exercise; what `check` answers with its exit code
};

/// Adds up the scores of some or all exercises of a course. Pure.
///
/// Requires: `course` outlives the result, and the scores are of its exercises.
CourseScore sum_up(const Course& course, std::vector<ExerciseScore> exercises);

/// Why to go on with an exercise that does not pass, in a few words: the first row that is open, or what kept it from running.
std::string why_continue(const ExerciseScore& score);

std::string_view to_string(Recommendation::Kind kind);  ///< as in report.json: "continue remedial extension"

}  // namespace grader
