#include "grader/commands/out_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/sandbox/unique_fd.hpp"

namespace grader {

void require_writable(const std::filesystem::path& file) {
  namespace fs = std::filesystem;
  if (file == "-") return;
  const std::string shown = "cannot write " + neutralise(file.string()) + ": ";
  std::error_code ignored;
  const fs::path folder = file.parent_path().empty() ? fs::path(".") : file.parent_path();
  if (!fs::is_directory(folder, ignored)) throw UsageError(shown + "there is no folder " + neutralise(folder.string()));
  if (fs::is_directory(file, ignored)) throw UsageError(shown + "it is a folder; name a file in it");
  if (fs::exists(file, ignored) && !fs::is_regular_file(file, ignored))
    return;  // a device or a pipe is written directly
  std::string probe = (folder / ".hangtime-XXXXXX").string();
  const UniqueFd opened(::mkostemp(probe.data(), O_CLOEXEC));
  if (!opened) throw InfrastructureError(shown + errno_text(errno) + "; choose another folder for --out");
  ::unlink(probe.c_str());
}

}  // namespace grader
