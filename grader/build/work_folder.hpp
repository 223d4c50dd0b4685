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

 private:
  std::filesystem::path path_;
};

}  // namespace grader
