#pragma once

// The pieces of the report page; not for use outside this folder.

#include <cstddef>
#include <string>
#include <string_view>

#include "grader/report/report.hpp"

namespace grader {

/// `<tag class="…">text</tag>` with the text made safe.
std::string html_element(const char* tag, std::string_view text, const char* style = "");

/// A status as sign and word: "✓ passed".
std::string html_status(const std::string& status);

/// "5 of 8 points"; "no points" for what is worth none.
std::string html_points(const ReportJson& json);

/// A `<div>` of `<dt>` and `<dd>` for a list of facts; nothing when there is no value. `pre` keeps its line ends.
std::string html_fact(const char* label, std::string_view value, bool pre = false);

/// One exercise with its rows, failed tests and timelines. `number` makes the ids in it unique in the page.
std::string html_exercise(const ReportJson& exercise, std::size_t number);

/// What keeps the page readable on screens of any size, by night and on paper.
std::string_view html_style();

}  // namespace grader
