#pragma once

// What stands below the rows of an exercise; not for use outside this folder.

#include <set>
#include <string>

#include "grader/report/page.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// Compiler messages, each with its line and a caret; to students the first few.
void show_diagnostics(Page& page, const ReportJson& diagnostics);

/// What of the event loop's notices was shown for an exercise already: each is shown once, and so is what its kind means.
struct ShownNotices {
  std::set<std::string> notices;
  std::set<std::string> explanations;
};

/// The tests of a criterion that did not pass: to students the first of them in full and the others by name, to
/// instructors all of them. Below come the notices of all its other tests, those that passed too, unless they were shown
/// before.
void show_tests(Page& page, const ReportJson& tests, ShownNotices& shown);

/// What a person sees of one test, whatever came of it: the outcome, notices, and the picture of what happened.
void show_tryout(Page& page, const ReportJson& test);

}  // namespace grader
