#pragma once

#include <cstddef>
#include <string>

#include "mock_server/timeline/model.hpp"

namespace mock_server::timeline {

struct SvgOptions {
  std::string title = "Requests to the server";
  std::size_t width = 960;      ///< pixels; at least 480
  std::string id = "timeline";  ///< begins the ids in it; several SVGs in one page need different ones
};

/// Shows a timeline as an SVG that needs nothing else: light or dark as the reader prefers, text that can be selected, a
/// tooltip for each request, no script. What a client sent stays text.
std::string render_svg(const Model& model, const SvgOptions& options = {});

}  // namespace mock_server::timeline
