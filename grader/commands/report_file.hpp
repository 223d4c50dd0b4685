#pragma once

#include <filesystem>

#include "grader/report/report.hpp"

namespace grader {

/// Reads a report.json that a grading wrote.
///
/// Errors: UsageError when it cannot be read, is no JSON, or is something else than a report; the message names the file
///         and where reports come from.
ReportJson read_report(const std::filesystem::path& file);

}  // namespace grader
