#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>

namespace grader {

/// A file could not be written; the message names it, the reason and what to do. Exit code 3.
struct WriteError : std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// Writes a whole file or nothing: a reader sees the old content or the new one, also after a crash or a full disk.
///
/// The text goes to a temporary file in the same folder, onto the disk, and takes the name last. A path that is neither
/// a file nor free, such as /dev/stdout or a pipe, is written directly. "-" is the standard output.
///
/// Errors:  throws WriteError; the temporary file is gone then.
/// Threads: safe for different paths; of two writers to one path the last one wins.
void write_whole(const std::filesystem::path& path, std::string_view text);

}  // namespace grader
