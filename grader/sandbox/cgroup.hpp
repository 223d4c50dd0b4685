#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>

namespace sandbox {

/// A cgroup of this process's own, below which the cgroups of subjects are made. With it the kernel bounds the memory of
/// all of a subject's processes together, however fast they use it.
///
/// Needs:  cgroup v2 with the controllers memory and pids, and the right to make cgroups: root, or a cgroup that was
///         delegated (systemd-run --user --scope -p Delegate=yes …).
/// Source: Documentation/admin-guide/cgroup-v2.rst of Linux 6.1.
class CgroupHome {
 public:
  /// Errors: throws std::system_error that says what is missing.
  CgroupHome();
  CgroupHome(const CgroupHome&) = delete;
  CgroupHome& operator=(const CgroupHome&) = delete;
  /// Removes all cgroups in it from which the processes have gone.
  ~CgroupHome();

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

/// Makes a cgroup in a home for one server (serve.hpp), which makes those of its subjects there, and in it one named
/// "server" for the server itself. They belong to `owner`.
///
/// Returns: its folder. Errors: throws std::system_error.
std::filesystem::path make_server_cgroup(const std::filesystem::path& home, std::optional<uid_t> owner);

}  // namespace sandbox
