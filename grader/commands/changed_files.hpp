#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <string>
#include <vector>

#include "grader/build/interruption.hpp"
#include "grader/course/course.hpp"

namespace grader {

/// Notices when files change, appear or go, by looking at them from time to time: their size, time and identity.
class ChangedFiles {
 public:
  explicit ChangedFiles(std::vector<std::filesystem::path> files);

  /// Takes the files as they are now for known. Called before they are read, no change goes unnoticed.
  void remember();

  /// Waits until a file is not as it was remembered. Returns false when a stop was wished for instead.
  /// Threads: blocks; looks each 0.3 s.
  bool wait(const Interruption& interruption) const;

 private:
  struct Look {
    std::filesystem::file_time_type time{};
    std::uintmax_t size = 0;
    std::uint64_t inode = 0;
    bool operator==(const Look&) const = default;
  };
  using Looks = std::map<std::filesystem::path, Look>;

  Looks look() const;

  std::vector<std::filesystem::path> files_;
  Looks known_;
};

/// The files that a student may edit or hand in, of these exercises.
std::vector<std::filesystem::path> files_of_student(const std::filesystem::path& folder,
                                                    const std::vector<const Exercise*>& exercises);

}  // namespace grader
