#pragma once

#include <filesystem>
#include <string_view>

namespace grader {

/// Writes a whole file under another name in the same folder and then puts it in place: readers see the old one or the
/// new.
///
/// Errors: InfrastructureError naming the file and why; what was there stays.
void replace_file(const std::filesystem::path& file, std::string_view content);

/// Finds out now whether `replace_file` could work later.
///
/// Errors: UsageError when the folder does not exist or the file is a folder or no regular file; InfrastructureError
/// when
///         the folder cannot be written.
void require_replaceable(const std::filesystem::path& file);

}  // namespace grader
