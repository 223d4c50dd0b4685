#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// What helps with one row of an exercise, from a question to think about to what to read.
struct HintSection {
  std::string title;
  std::vector<std::string> steps;  ///< each on one line; Markdown inside stays as it is
};

/// Reads hints.md: a `##` section for each criterion, in the criteria's order, and in it a list of steps.
///
/// Returns: what there is; a text without sections has no hints.
std::vector<HintSection> parse_hints(std::string_view text);

}  // namespace grader
