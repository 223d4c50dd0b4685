#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <set>
#include <vector>

#include "grader/sandbox/unique_fd.hpp"

namespace grader {

/// Notices when files in some folders change: at once by inotify, or within `kPoll` by looking where there is none (a
/// network share, or a machine without free watches).
///
/// A change is a file written and closed, renamed or removed: however an editor saves, it is seen, and its
/// helper files (swap files, backups) are seen as well, so that the caller picks what it knows. Folders below are not
/// looked into. Threads: one at a time.
class FolderWatch {
 public:
  static constexpr std::chrono::milliseconds kPoll{100};
  enum class Method { kBest, kPolling };

  explicit FolderWatch(std::vector<std::filesystem::path> folders, Method method = Method::kBest);

  /// Readable when something may have changed; -1 while polling, so that a wait needs a limit of `kPoll`.
  int fd() const { return inotify_ ? inotify_.get() : -1; }
  /// The files that changed since the last call; a folder of which too much happened at once is itself named.
  std::set<std::filesystem::path> changed();

 private:
  struct Stamp {
    std::uintmax_t size = 0;
    std::int64_t written_ns = 0;
    std::uint64_t inode = 0;
    bool operator==(const Stamp&) const = default;
  };
  using Stamps = std::map<std::filesystem::path, Stamp>;

  bool start_inotify();
  Stamps look() const;
  std::set<std::filesystem::path> read_events();

  std::vector<std::filesystem::path> folders_;
  UniqueFd inotify_;
  std::map<int, std::filesystem::path> watched_;
  Stamps seen_;
};

}  // namespace grader
