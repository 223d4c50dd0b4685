#pragma once

#include <string>

namespace grader {

/// Writes milliseconds with the unit a person would choose: "0 ms", "250 ms", "1.5 s", "2 min", "1 h 5 min 3 s".
/// Four digits at most; a time too long to write so is given in days.
std::string time_text(double ms);

}  // namespace grader
