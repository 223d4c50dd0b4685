#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "mock_server/pattern.hpp"

namespace mock_server {

/// A pattern as a tree; for pattern.cpp.
struct PatternNode {
  enum class Kind { kBytes, kSequence, kChoice, kRepeat };
  Kind kind = Kind::kSequence;
  std::size_t offset = 0;
  Pattern::Bytes bytes = {};            ///< kBytes
  std::vector<PatternNode> parts = {};  ///< the others; one for kRepeat
  std::size_t least = 1;                ///< kRepeat
  std::optional<std::size_t> most = 1;  ///< kRepeat; nothing: any number
};

/// Errors: PatternError.
PatternNode parse_pattern(std::string_view text);

}  // namespace mock_server
