#pragma once

#include <string>

#include "grader/report/timeline_picture.hpp"

namespace grader {

struct TimelineSvgOptions {
  std::string id = "timeline";  ///< begins the ids in it; several pictures in one page need different ones
  std::string title = "Timeline";
  bool style = true;  ///< false: the page that it stands in has timeline_style() already
};

/// Draws a picture as an SVG that needs nothing else: light or dark as the reader prefers, text that can be selected and
/// that a screen reader reads (title and the whole story as description), no script.
///
/// Returns: one element, ready for a page or, with `style`, for a file of its own; empty for an empty picture.
std::string timeline_svg(const TimelinePicture& picture, const TimelineSvgOptions& options = {});

/// The rules that all pictures of a page share, for a <style> of the page.
std::string timeline_style();

/// The width of every picture, in CSS pixels; narrower places have to scroll.
inline constexpr int kTimelineWidth = 840;

}  // namespace grader
