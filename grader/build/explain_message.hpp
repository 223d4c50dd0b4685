#pragma once

#include <span>
#include <string_view>

#include "grader/build/compiler_message.hpp"

namespace grader {

/// What a compiler's message means in a program of coroutines: the fact and the next step, in plain words. It never
/// quotes the student's code, and never says how an exercise is solved.
struct Explanation {
  std::string_view id;    ///< "forgotten_await"
  std::string_view text;  ///< whole sentences
};

/// All explanations there are; docs/messages.md shows each with an example.
std::span<const Explanation> explanations();

/// Where a finding points in the student's file.
struct StudentsPlace {
  std::string_view content;  ///< of the whole file
  unsigned line = 0;         ///< from 1
  unsigned column = 0;       ///< from 1, in bytes; 0 when unknown
};

/// Finds the explanation that fits; null when none certainly does.
///
/// Source:   what clang 19 prints for the kit's headers; explain_message_test.cpp compiles each mistake and looks.
const Explanation* explain(const CompilerFinding& finding, const StudentsPlace& place);

}  // namespace grader
