#include "grader/kit/new_folder.hpp"

#include <stdlib.h>
#include <sys/stat.h>

#include <cerrno>
#include <cstdio>
#include <string>
#include <system_error>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

std::string shown(const fs::path& path) { return neutralise(path.string()); }

// Absolute, and without a "/" at its end, so that it has a name and a folder it lies in.
fs::path named(const fs::path& path) {
  fs::path whole = fs::absolute(path).lexically_normal();
  return whole.has_filename() ? whole : whole.parent_path();
}

}  // namespace

NewFolder::NewFolder(const fs::path& target) : target_(named(target)) {
  std::error_code ignored;
  if (fs::exists(fs::symlink_status(target_, ignored))) {
    if (!fs::is_directory(fs::symlink_status(target_, ignored)))
      throw UsageError(shown(target_) + " is not a folder; name one that does not exist yet");
    if (!fs::is_empty(target_, ignored))
      throw UsageError(shown(target_) + " is not empty; name a folder that does not exist yet, or remove it first");
  }
  const fs::path parent = target_.parent_path();
  if (!fs::is_directory(parent, ignored))
    throw UsageError("there is no folder " + shown(parent) + " to put " + shown(target_.filename()) + " into");
  std::string name = (parent / ("." + target_.filename().string() + ".XXXXXX")).string();
  if (::mkdtemp(name.data()) == nullptr)
    throw InfrastructureError("cannot make a folder in " + shown(parent) + ": " + errno_text(errno));
  path_ = name;
  ::chmod(path_.c_str(), 0755);
}

NewFolder::~NewFolder() {
  if (path_.empty()) return;
  std::error_code ignored;
  fs::remove_all(path_, ignored);
}

void NewFolder::publish() {
  if (std::rename(path_.c_str(), target_.c_str()) != 0) {
    const int error = errno;
    if (error == ENOTEMPTY || error == EEXIST || error == ENOTDIR)
      throw UsageError(shown(target_) + " was made by somebody else meanwhile; name another folder");
    throw InfrastructureError("cannot rename " + shown(path_) + " to " + shown(target_) + ": " + errno_text(error));
  }
  path_.clear();
}

}  // namespace grader
