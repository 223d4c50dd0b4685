#pragma once

#include <map>
#include <string>

#include "grader/build/grading.hpp"
#include "grader/commands/session.hpp"
#include "grader/rubric/course_score.hpp"

namespace grader {

/// What the last checks found out about a student's files as they stand now. Files that have changed since have no
/// verdict.
class KnownVerdicts {
 public:
  explicit KnownVerdicts(const Session& session);

  /// Null when nothing is known.
  const Evidence* find(const Exercise& exercise) const;
  /// Nothing known counts as not started. The result refers to this object.
  ExerciseScore score_of(const Exercise& exercise) const;
  /// The whole course.
  CourseScore scores() const;
  std::size_t count() const { return evidence_.size(); }

 private:
  const Course& course_;
  std::map<std::string, Evidence> evidence_;
};

}  // namespace grader
