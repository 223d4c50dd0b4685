#pragma once

#include <filesystem>

namespace grader {

/// A folder that appears whole or not at all: it is filled under a temporary name beside its own and renamed last.
class NewFolder {
 public:
  /// Errors: UsageError when there is something at `target` other than an empty folder, or no folder to put it in;
  ///         InfrastructureError when that one cannot be written.
  explicit NewFolder(const std::filesystem::path& target);
  NewFolder(const NewFolder&) = delete;
  NewFolder& operator=(const NewFolder&) = delete;
  /// Removes everything unless it was published.
  ~NewFolder();

  /// Where to write until then.
  const std::filesystem::path& path() const { return path_; }
  const std::filesystem::path& target() const { return target_; }

  /// Gives it its name. Errors: UsageError when somebody else took it meanwhile; InfrastructureError.
  void publish();

 private:
  std::filesystem::path target_;
  std::filesystem::path path_;
};

}  // namespace grader
