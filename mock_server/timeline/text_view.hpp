#pragma once

#include <cstddef>
#include <string>

#include "mock_server/timeline/model.hpp"

namespace mock_server::timeline {

struct TextOptions {
  std::size_t width = 100;  ///< columns; at least 40
  bool ascii = false;
  bool colour = false;  ///< ANSI escapes
};

/// Shows a timeline on a terminal: the lanes below a time axis, a legend, and a sentence per request. No line is wider
/// than `width`, and whatever is cut says so.
std::string render_text(const Model& model, const TextOptions& options = {});

}  // namespace mock_server::timeline
