#pragma once

#include <filesystem>

namespace grader {

/// Finds out, before the work starts, whether a report can be written later; leaves nothing behind.
///
/// Errors: UsageError when there is no such folder or the file itself is a folder; InfrastructureError when the folder
///         cannot be written.
void require_writable(const std::filesystem::path& file);

}  // namespace grader
