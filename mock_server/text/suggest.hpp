#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>

namespace mock_server::text {

/// Counts the single-character insertions, deletions, replacements and swaps of neighbours that turn one word into
/// another.
///
/// Source: the "optimal string alignment" form of the Damerau-Levenshtein distance.
std::size_t edit_distance(std::string_view a, std::string_view b);

/// Returns the candidate nearest to a word, or an empty text when none is near enough to be meant (a third of the
/// word).
std::string_view nearest(std::string_view word, std::span<const std::string> candidates);

/// Ends a message with `; did you mean "…"?` when a candidate is near enough, and with nothing otherwise.
std::string did_you_mean(std::string_view word, std::span<const std::string> candidates);

}  // namespace mock_server::text
