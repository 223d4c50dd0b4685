#pragma once

#include <string>

#include "grader/report/page.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// Shows a whole report: every exercise, then the summary and what comes next.
///
/// A view of report.json: it shows what the report says and computes no points of its own. Text of students is made
/// harmless (escapes are shown, not obeyed), lines keep within the width, and whatever is left out is announced.
///
/// Errors: none; what is missing from a damaged report is left out.
std::string render_report(const ReportJson& report, const TerminalOptions& options);

/// Shows one exercise: its heading, how it was built, and a row for each criterion.
std::string render_exercise(const ReportJson& exercise, const TerminalOptions& options);

/// Shows what a student tried: the call's outcome against these faults, and the picture of what happened.
std::string render_tryout(const std::string& title, const std::string& faults, const ReportJson& test,
                          const TerminalOptions& options);

/// Shows what is left to say after the exercises: points, standings by objective (to instructors), what comes next.
std::string render_summary(const ReportJson& report, const TerminalOptions& options);

}  // namespace grader
