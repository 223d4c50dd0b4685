#pragma once

#include <string>
#include <string_view>

#include "mock_server/exchange.hpp"

namespace mock_server {

/// The requests that an expectation is about. What is left empty selects all.
///
/// From a text: "/items", "POST /items", "/items/*" (the segment "*" is any segment), "" (all requests).
struct Selection {
  std::string method = {};
  std::string path = {};
  std::string key = {};

  Selection() = default;
  Selection(const char* text) : Selection(std::string_view(text)) {}         // NOLINT: so that matchers read well
  Selection(const std::string& text) : Selection(std::string_view(text)) {}  // NOLINT
  Selection(std::string_view text);                                          // NOLINT

  bool contains(const Exchange& exchange) const;
  bool operator==(const Selection&) const = default;
};

/// The requests with this key: of the header X-Request-Key, else the path.
Selection with_key(std::string key);

/// Returns:  what follows "3 requests": " to /items", " with POST to /items with the key k1"; nothing for all.
std::string selection_text(const Selection& selection);

}  // namespace mock_server
