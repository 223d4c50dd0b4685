#pragma once

#include <cstddef>
#include <string>

#include "grader/report/timeline_picture.hpp"

namespace grader {

/// Draws a picture for a terminal: a time axis with what happened at it, a line for each lane, no colour.
///
/// Returns: lines of at most `columns` columns (at least 30), each with its line end, for fonts with box characters; what
///          does not fit is left out and announced. Text of students is made harmless. Empty for an empty picture.
std::string draw_timeline(const TimelinePicture& picture, std::size_t columns);

}  // namespace grader
