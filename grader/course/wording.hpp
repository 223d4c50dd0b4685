#pragma once

#include <span>
#include <string>
#include <string_view>

#include "mock_server/json/wording.hpp"

/// Every sentence about a broken course file beyond those about any JSON file, in one place, so that they can be read and compared side by side.
namespace grader::wording {

using namespace mock_server::json::wording;

std::string same_number(std::string_view first, std::string_view second);
std::string no_folder(std::string_view folder, std::span<const std::string> known);
std::string no_manifest(std::string_view manifest);
std::string no_file(std::string_view name, std::string_view folder, std::span<const std::string> known);
std::string unsafe_path(std::string_view name);
std::string needs_itself(std::string_view chain);
std::string remedial_points();
std::string file_without_manual();
std::string manual_without_file(std::string_view file, std::span<const std::string> known);
std::string tests_of_a_manual_criterion(std::string_view criterion);
std::string unreadable(std::string_view why);
std::string criterion_without_tests(std::string_view criterion);
std::string suite_without_criterion(std::string_view suite, std::string_view test, std::span<const std::string> known);
std::string exercise_without_tests(std::string_view exercise);
std::string tests_without_exercise(std::string_view exercise, std::span<const std::string> known);

}  // namespace grader::wording
