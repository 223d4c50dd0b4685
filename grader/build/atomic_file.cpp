#include "grader/build/atomic_file.hpp"

#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <string>
#include <system_error>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/build/unique_fd.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

[[noreturn]] void cannot_write(const fs::path& file, int error) {
  throw InfrastructureError("cannot write " + neutralise(file.string()) + ": " + std::strerror(error));
}

// Temporary files are private; the finished one gets the rights any new file would have.
mode_t usual_mode() {
  static const mode_t mode = [] {
    const mode_t mask = ::umask(0);
    ::umask(mask);
    return static_cast<mode_t>(0666 & ~mask);
  }();
  return mode;
}

// A new file beside `file`, removed unless it was put in place.
class Draft {
 public:
  explicit Draft(const fs::path& file) : file_(file), name_((file.parent_path() / ".hangtime-XXXXXX").string()) {
    fd_.reset(::mkostemp(name_.data(), O_CLOEXEC));
    if (!fd_) cannot_write(file, errno);
  }
  Draft(const Draft&) = delete;
  Draft& operator=(const Draft&) = delete;
  ~Draft() {
    if (!in_place_) ::unlink(name_.c_str());
  }

  void write(std::string_view content) {
    while (!content.empty()) {
      const ssize_t written = ::write(fd_.get(), content.data(), content.size());
      if (written < 0 && errno == EINTR) continue;
      if (written < 0) cannot_write(file_, errno);
      content.remove_prefix(static_cast<std::size_t>(written));
    }
  }
  void put_in_place() {
    ::fchmod(fd_.get(), usual_mode());
    if (::rename(name_.c_str(), file_.c_str()) != 0) cannot_write(file_, errno);
    in_place_ = true;
  }

 private:
  fs::path file_;
  std::string name_;
  UniqueFd fd_;
  bool in_place_ = false;
};

}  // namespace

void replace_file(const fs::path& file, std::string_view content) {
  Draft draft(file);
  draft.write(content);
  draft.put_in_place();
}

void require_replaceable(const fs::path& file) {
  const std::string shown = neutralise(file.string());
  std::error_code ignored;
  const fs::path folder = file.parent_path().empty() ? fs::path(".") : file.parent_path();
  if (!fs::is_directory(folder, ignored))
    throw UsageError("cannot write " + shown + ": there is no folder " + neutralise(folder.string()));
  if (fs::is_directory(file, ignored)) throw UsageError("cannot write " + shown + ": it is a folder");
  if (fs::exists(file, ignored) && !fs::is_regular_file(file, ignored))
    throw UsageError("cannot write " + shown + ": it is not a regular file");
  Draft draft(file);
}

}  // namespace grader
