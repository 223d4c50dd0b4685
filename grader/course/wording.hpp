#pragma once

#include <span>
#include <string>
#include <string_view>

/// Every sentence about a broken course file, in one place, so that they can be read and compared side by side.
namespace grader::wording {

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
std::string same_number(std::string_view first, std::string_view second);
std::string no_folder(std::string_view folder, std::span<const std::string> known);
std::string no_manifest(std::string_view manifest);
std::string no_file(std::string_view name, std::string_view folder, std::span<const std::string> known);
std::string unsafe_path(std::string_view name);
std::string needs_itself(std::string_view chain);
std::string remedial_points();
std::string unreadable(std::string_view why);
std::string criterion_without_tests(std::string_view criterion);
std::string suite_without_criterion(std::string_view suite, std::string_view test, std::span<const std::string> known);
std::string exercise_without_tests(std::string_view exercise);
std::string tests_without_exercise(std::string_view exercise, std::span<const std::string> known);

}  // namespace grader::wording
