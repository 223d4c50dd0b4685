#pragma once

#include <string>
#include <string_view>

namespace grader {

/// Makes a foreign text safe between the tags and inside the quoted attributes of HTML and SVG.
///
/// Markup characters become references. What would act upon a reader's screen or could not be seen (control characters,
/// changes of the writing direction, bytes that are no UTF-8) is written out as on a terminal: `\x1b`. Line ends stay.
std::string markup_text(std::string_view text);

}  // namespace grader
