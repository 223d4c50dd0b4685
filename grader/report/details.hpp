#pragma once

// What stands below the rows of an exercise; not for use outside this folder.

#include "grader/report/page.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// Compiler messages, each with its line and a caret; to students the first few.
void show_diagnostics(Page& page, const ReportJson& diagnostics);

/// The tests of a criterion that did not pass: to students the first of them in full and the others by name, to
/// instructors all of them.
void show_tests(Page& page, const ReportJson& tests);

/// What a person sees of one test, whatever came of it: the outcome, notices, and the picture of what happened.
void show_tryout(Page& page, const ReportJson& test);

}  // namespace grader
