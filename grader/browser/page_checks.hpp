#pragma once

#include <string>
#include <vector>

#include "grader/browser/chromium.hpp"

namespace grader::browser {

// What every page of ours promises, asked of the page that is open. Each returns what it found wrong, nothing when all
// is well.

/// Text with a contrast below 4.5 : 1 to what lies behind it, in the scheme that is set, closed parts included.
/// `texts` is how many texts were looked at.
std::vector<std::string> low_contrast(Chromium& browser, std::size_t& texts);

/// Elements that stick out of the page to the right.
std::vector<std::string> overflow(Chromium& browser);

/// Headings that skip a level, and a number of h1 other than one.
std::vector<std::string> headings_out_of_order(Chromium& browser);

/// Links, buttons and the like that the Tab key does not reach, or that do not show that they have the focus.
/// `elements` is how many there are.
std::vector<std::string> unreachable_by_tab(Chromium& browser, std::size_t& elements);

}  // namespace grader::browser
