#pragma once

#include <filesystem>

namespace grader {

/// A private folder under $TMPDIR (else /tmp), removed with all it holds when this object goes.
///
/// Errors: the constructor throws InfrastructureError naming the place.
class WorkFolder {
 public:
  WorkFolder();
  WorkFolder(WorkFolder&& other) noexcept;
  WorkFolder& operator=(WorkFolder&&) = delete;
  ~WorkFolder();

  const std::filesystem::path& path() const { return path_; }

  /// Makes another user its owner, so that a program which runs as that user can write to it. Requires: root.
  void give_to(unsigned user) const;

 private:
  std::filesystem::path path_;
};

}  // namespace grader
