#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/expectation/expectation.hpp"
#include "mock_server/json/problem.hpp"

namespace mock_server {

/// An expectation of a file, and where it stands, for a message that points at it.
struct PlacedExpectation {
  Expectation expectation;
  unsigned line = 0;  ///< from 1
};

/// Reads expectations from JSON; docs/journal.md shows all kinds, expectations.schema.json what they look like:
/// ```
/// {"expectations": [
///   {"count": {"path": "/items", "exactly": 3}},
///   {"left": {"path": "/slow", "within_ms": 200}}]}
/// ```
/// `file` names the text in messages.
///
/// Errors:   every problem of the text at once.
std::expected<std::vector<PlacedExpectation>, std::vector<json::Problem>> parse_expectations(std::string_view text,
                                                                                             const std::string& file);

}  // namespace mock_server
