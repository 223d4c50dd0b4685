#pragma once

#include <string>
#include <string_view>

namespace grader {

/// Finds the function that a place in a C++ file lies in, and returns what stands before its opening brace: type, name
/// and parameters. Comments and literals are skipped; a place that lies in no braces has no header (empty).
///
/// Units:    `line` and `column` count from 1, the column in bytes; column 0 is the end of the line. A place on a closing
///           brace lies in what that brace closes.
std::string header_of_function_at(std::string_view source, unsigned line, unsigned column);

}  // namespace grader
