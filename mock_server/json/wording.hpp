#pragma once

#include <span>
#include <string>
#include <string_view>

/// Every sentence that fits any broken JSON file, in one place, so that they can be read and compared side by side.
namespace mock_server::json::wording {

std::string quoted(std::string_view text);

std::string unknown_key(std::string_view key, std::span<const std::string> known);
std::string duplicate_key(std::string_view key);
std::string missing_key(std::string_view what, std::string_view key);
std::string wrong_type(std::string_view key, std::string_view wanted, std::string_view found);
std::string empty(std::string_view key);
std::string out_of_range(std::string_view key, std::string_view range);
std::string not_one_of(std::string_view key, std::string_view value, std::span<const std::string> allowed);
std::string malformed(std::string_view key, std::string_view value, std::string_view rule);
std::string unknown_reference(std::string_view kind, std::string_view id, std::span<const std::string> known);
std::string duplicate_id(std::string_view kind, std::string_view id);

}  // namespace mock_server::json::wording
