#pragma once

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

#include "mock_server/json/wording.hpp"

/// Every sentence about a broken scenario beyond those about any JSON file, in one place.
namespace mock_server::scenario_wording {

std::string too_large(std::size_t most_bytes);
std::string only_one_of(std::string_view what, std::string_view first, std::string_view second);
std::string needs_one_of(std::string_view what, std::initializer_list<std::string_view> keys);
std::string no_value(std::string_view key, std::string_view found);
std::string no_path(std::string_view path);
std::string pattern_as_path();
std::string query_in_path();
std::string bad_pattern(std::string_view why);
std::string no_key(std::string_view found);
std::string needs_a_port(std::string_view fault);
std::string chances_above_one();
std::string descending(std::string_view key);
std::string never_set(std::string_view state, std::string_view value, std::span<const std::string> known);
std::string never_reached(unsigned line);

}  // namespace mock_server::scenario_wording
