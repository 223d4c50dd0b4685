#include "grader/build/work_folder.hpp"

#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <string>
#include <system_error>
#include <utility>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"

namespace grader {

WorkFolder::WorkFolder() {
  const char* parent = std::getenv("TMPDIR");  // NOLINT(concurrency-mt-unsafe): nothing here changes the environment
  const std::string under = parent != nullptr && *parent != '\0' ? parent : "/tmp";
  std::string name = under + "/hangtime-XXXXXX";
  if (::mkdtemp(name.data()) == nullptr) {
    throw InfrastructureError("cannot create a work folder under " + under + ": " + errno_text(errno) +
                              "; set TMPDIR to a folder that can be written");
  }
  path_ = std::filesystem::absolute(name);
  // A sandbox may run the subject as another user: it may pass through to a name it was told, and list nothing.
  ::chmod(path_.c_str(), 0711);
}

void WorkFolder::give_to(unsigned user) const {
  if (::chown(path_.c_str(), user, user) != 0)
    throw InfrastructureError("cannot give " + path_.string() + " to user " + std::to_string(user) + ": " +
                              errno_text(errno));
}

WorkFolder::WorkFolder(WorkFolder&& other) noexcept : path_(std::exchange(other.path_, {})) {}

WorkFolder::~WorkFolder() {
  if (path_.empty()) return;
  std::error_code ignored;
  std::filesystem::remove_all(path_, ignored);
}

}  // namespace grader
