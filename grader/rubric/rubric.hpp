#pragma once

#include <memory>
#include <string>
#include <vector>

#include "grader/course/course.hpp"
#include "grader/events/event.hpp"

namespace grader {

/// One message of the compiler or linker, mapped to the student's own file.
struct BuildDiagnostic {
  std::string severity;  ///< "error", "warning", "note"
  std::string
      file;  ///< "01_timeout/timeout.cpp": relative to the submission; empty when it points at no file of the student
  unsigned line = 0;
  unsigned column = 0;
  std::string message;
  std::string source_line;       ///< the line it points at, empty when unknown
  std::string explanation = {};  ///< what it means in plain words, and the next step; empty when there is none
};

/// A file handed in for a person to read.
struct CollectedFile {
  std::string name;  ///< relative to the exercise's folder
  std::string text;
};

/// What became of a submission's files for one exercise on their way to a program.
struct BuildResult {
  enum class Status { kBuilt, kFailed, kNotStarted, kGraderError };
  Status status = Status::kNotStarted;
  std::vector<BuildDiagnostic> diagnostics;
  std::string message;                        ///< why it was refused or what broke in the tool; empty when built
  std::vector<CollectedFile> collected = {};  ///< whatever became of the rest
};

enum class ExerciseStatus { kPassed, kPartial, kFailed, kNotStarted, kBuildFailed, kGraderError };
enum class CriterionStatus {
  kPassed,
  kPartial,
  kFailed,
  kSkipped,
  kNotRun,
  kPendingManual,
  kNotHandedIn,
  kGraderError
};

struct CriterionScore {
  const Criterion* criterion = nullptr;
  CriterionStatus status = CriterionStatus::kNotRun;
  int earned = 0;
  int undecided = 0;      ///< points that an error of ours left open: neither earned nor lost
  std::string waits_for;  ///< the criterion it needs, which did not pass (kSkipped) or is not decided (kNotRun)
  std::vector<TestResult> tests;
  const CollectedFile* collected = nullptr;  ///< kPendingManual: what a person is to read; lives as long as the score
};

struct ExerciseScore {
  const Exercise* exercise = nullptr;
  ExerciseStatus status = ExerciseStatus::kNotStarted;
  int earned = 0;
  int possible = 0;
  int undecided = 0;       ///< earned + lost + undecided == possible
  int pending_manual = 0;  ///< points on top of `possible` that wait for a person
  BuildResult build;
  std::vector<CriterionScore> criteria;
  std::shared_ptr<const std::vector<CollectedFile>> collected;  ///< what its rows refer to
  bool complete = true;  ///< false: a grader_error somewhere; the score is not final
};

/// Scores one exercise: a pure function of what was built, what the tests reported and the manifest.
///
/// A test that broke in the grader, did not run or was skipped by the proctor costs nothing: the points that hang on it
/// are undecided, and the score is not complete. A failing test decides an all-or-nothing criterion, whatever became of
/// its other tests. A manual criterion waits for a person if its file was handed in; it changes nothing about the others, nor about
/// the exercise's status. A criterion is skipped, and its points are lost, when one that it needs did not pass; it is undecided
/// when the needed one is.
///
/// Errors: none; a test that the manifest's criteria do not name is ignored, a criterion whose tests are missing is a grader error.
/// Requires: `exercise` outlives the result.
ExerciseScore score(const Exercise& exercise, const BuildResult& build, const RunRecord& run);

std::string_view to_string(
    ExerciseStatus status);  ///< as in report.json: "passed partial failed not_started build_failed grader_error"
std::string_view to_string(CriterionStatus status);

}  // namespace grader
