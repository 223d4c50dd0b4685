#pragma once

#include <string>
#include <vector>

#include "grader/commands/console.hpp"
#include "grader/report/report.hpp"

namespace grader {

/// A form in which `report` can show a report.json.
struct ReportFormat {
  const char* name;  ///< what --to is told
  const char* what;  ///< a few words for the help
  std::string (*render)(const ReportJson& report, const Console& console);
};

/// All of them; a new one is one more row.
const std::vector<ReportFormat>& report_formats();

/// Finds one by its name.
///
/// Errors: UsageError with the list of all names.
const ReportFormat& report_format(const std::string& name);

}  // namespace grader
