#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "grader/build/intake.hpp"
#include "grader/events/event.hpp"

namespace grader {

/// What one kind of the kit's diagnostics means, in a sentence.
struct NoticeMeaning {
  std::string_view kind;  ///< "never_awaited", as the kit spells it
  std::string_view text;
};

/// One for each kind that the kit can report; docs/messages.md lists them.
std::span<const NoticeMeaning> notice_meanings();

/// Makes what the event loop noticed during the tests readable: `{"kind", "text"}` becomes
/// `{"kind", "text", "file", "line", "source_line", "explanation", "count"}`.
///
/// The place that the kit wrote before its text is taken out and mapped to the student's file ("01_timeout/timeout.cpp").
/// A task that has no place of its own, because an operation of the test made it, gets the line on which the student
/// calls that operation without co_await, if there is exactly one. `file`, `line` and `source_line` are absent when no
/// line of the student's is known. What is noticed several times in one test is kept once, with its `count`; what is about
/// the grader's own task is left out.
void explain_notices(RunRecord& run, const std::string& exercise, const std::vector<SourceFile>& files);

}  // namespace grader
