#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include "grader/kit/new_folder.hpp"

namespace grader {

/// A kit while it is made: files get in by `add` only, so that the MANIFEST has all of them.
///
/// Threads: `add` is safe from several threads.
class KitFolder {
 public:
  /// Errors: as NewFolder.
  explicit KitFolder(const std::filesystem::path& out) : folder_(out) {}

  /// Writes a file, given by its name in the kit, readable for everybody. Errors: InfrastructureError.
  void add(const std::filesystem::path& name, std::string_view content, bool executable = false);

  /// "<sha256>  <name>" for each file so far, in the order of their names, as `sha256sum --check` reads it.
  std::string manifest() const;

  std::size_t files() const { return digests_.size(); }
  std::uint64_t bytes() const { return bytes_; }
  std::filesystem::path path() const { return folder_.path(); }
  /// The names of all files so far.
  std::vector<std::string> names() const;
  void publish() { folder_.publish(); }

 private:
  NewFolder folder_;
  mutable std::mutex mutex_;
  std::map<std::string, std::string> digests_;
  std::uint64_t bytes_ = 0;
};

}  // namespace grader
