#include "grader/commands/changed_files.hpp"

#include <poll.h>
#include <sys/stat.h>

#include <system_error>
#include <utility>

namespace grader {
namespace {

constexpr int kEach = 300;  // milliseconds

}  // namespace

ChangedFiles::ChangedFiles(std::vector<std::filesystem::path> files) : files_(std::move(files)) { remember(); }

void ChangedFiles::remember() { known_ = look(); }

bool ChangedFiles::wait(const Interruption& interruption) const {
  for (;;) {
    if (look() != known_) return !interruption.requested();
    struct pollfd stop{interruption.fd(), POLLIN, 0};
    ::poll(&stop, 1, kEach);
    if (interruption.requested()) return false;
  }
}

ChangedFiles::Looks ChangedFiles::look() const {
  Looks looks;
  for (const std::filesystem::path& file : files_) {
    struct stat info{};
    if (::stat(file.c_str(), &info) != 0) continue;
    std::error_code error;
    const auto time = std::filesystem::last_write_time(file, error);
    if (error) continue;
    looks.emplace(file, Look{.time = time, .size = static_cast<std::uintmax_t>(info.st_size), .inode = info.st_ino});
  }
  return looks;
}

std::vector<std::filesystem::path> files_of_student(const std::filesystem::path& folder,
                                                    const std::vector<const Exercise*>& exercises) {
  std::vector<std::filesystem::path> files;
  for (const Exercise* exercise : exercises) {
    for (const auto* names : {&exercise->edit, &exercise->optional}) {
      for (const std::string& name : *names) files.push_back(folder / exercise->id / name);
    }
  }
  return files;
}

}  // namespace grader
