#pragma once

#include <optional>
#include <stdexcept>
#include <string>

#include "grader/report/report.hpp"

namespace grader {

/// What a person says about a manual row of a report.
struct Annotation {
  std::string row;                     ///< "07/explains_futures" or "07_explain_futures/explains_futures"
  int points = 0;                      ///< at most what the row is worth
  std::optional<std::string> comment;  ///< for the student; nothing: one that was given before stays
};

/// The report has no such row, or the row cannot take what was said. The message names what there is instead.
struct AnnotationError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Enters the points of a manual row: they are a bonus, on top of what tests decide about. Said again, the last word
/// counts. Returns the row as it is now.
///
/// Errors: AnnotationError; the report is unchanged then. A report that is damaged elsewhere does not matter.
const ReportJson& annotate(ReportJson& report, const Annotation& annotation);

}  // namespace grader
