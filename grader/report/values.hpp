#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>

namespace grader {

/// Prepares what was expected and what came for being shown one below the other.
///
/// Blanks at the end of a line and a line end at the end of a value become visible (`\x20`, `\n`), and tabs are written
/// `\t`, as the difference may be just that. Values of more than `limit` characters are cut, never where they differ:
/// both keep the surroundings of the first difference, and each cut says how much it took.
std::pair<std::string, std::string> show_pair(std::string_view expected, std::string_view got,
                                              std::size_t limit = 1'000);

/// Cuts a text after `limit` characters and says how many more there are.
std::string shorten(std::string_view text, std::size_t limit);

/// Reads a test's name as the words it is made of: "WhenTheServerHangs" is "when the server hangs".
std::string in_words(std::string_view test_name);

/// "1 point", "2 points".
std::string count_of(long long number, std::string_view one, std::string_view many);

}  // namespace grader
