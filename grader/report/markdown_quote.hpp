#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace grader {

/// Puts a text into a fenced block of Markdown that it cannot end: the fence is longer than any run of backquotes in it.
/// What a terminal would act upon is written out; line ends and tabs stay.
std::string fenced(std::string_view text, std::string_view language);

/// Makes one line of a text for the middle of a sentence: line ends become blanks, backquotes single quotes, and
/// what a terminal would act upon is written out.
std::string one_line(std::string_view text);

/// Cuts a text that is longer than `bytes` in its middle, between two lines where there are any, and marks the place:
/// `[… 1234 bytes left out …]`. Beginning and end stay, of about the same length.
std::string cut_middle(std::string_view text, std::size_t bytes);

}  // namespace grader
