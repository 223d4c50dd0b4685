#include "grader/sandbox/cgroup.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <string>
#include <system_error>
#include <vector>

#include "grader/sandbox/unique_fd.hpp"

// Theory of operation. A cgroup gives controllers to its children only if no process is in it itself, the root excepted. So
// the home holds no process, but servers' cgroups, and those no process either, but the server's own cgroup and its
// subjects'. Removing is for the grader, at the end: what has processes in it stays, and is removed by nobody else.

namespace sandbox {
namespace {

namespace fs = std::filesystem;

constexpr const char* kControllers = "+memory +pids";

bool write_to(const fs::path& file, std::string_view text) {
  const grader::UniqueFd fd(::open(file.c_str(), O_WRONLY | O_CLOEXEC));
  return fd && ::write(fd.get(), text.data(), text.size()) == static_cast<ssize_t>(text.size());
}

bool gives_controllers(const fs::path& child) {
  return ::access((child / "memory.max").c_str(), W_OK) == 0 && ::access((child / "pids.max").c_str(), W_OK) == 0;
}

// Where cgroups may be made: our own cgroup, then the topmost one that can be seen.
std::vector<fs::path> candidates() {
  std::ifstream mounts("/proc/self/mountinfo");
  fs::path root;
  fs::path mount_point;
  for (std::string line; std::getline(mounts, line);) {
    if (line.find(" - cgroup2 ") == std::string::npos) continue;
    std::istringstream words(line);
    std::string word;
    for (int i = 0; i < 3; ++i) words >> word;
    words >> root >> mount_point;  // quoted, which a path without spaces does not notice
    break;
  }
  if (mount_point.empty()) return {};
  std::vector<fs::path> all;
  std::ifstream own("/proc/self/cgroup");
  for (std::string line; std::getline(own, line);) {
    if (!line.starts_with("0::/")) continue;
    const fs::path relative = fs::path(line.substr(3)).lexically_relative(root);
    if (!relative.empty() && *relative.begin() != "..") all.push_back((mount_point / relative).lexically_normal());
  }
  all.push_back(mount_point);
  return all;
}

// A cgroup in which we are alone can be left for one below.
void leave(const fs::path& cgroup) {
  std::ifstream list(cgroup / "cgroup.procs");
  const std::string self = std::to_string(::getpid());
  for (std::string pid; list >> pid;) {
    if (pid != self) return;
  }
  const fs::path below = cgroup / "hangtime-grader";
  if (::mkdir(below.c_str(), 0755) == 0 || errno == EEXIST) write_to(below / "cgroup.procs", self);
}

// Returns an empty path when it cannot be done there.
fs::path make_home(const fs::path& base) {
  fs::path home = base / ("hangtime-" + std::to_string(::getpid()));
  if (::mkdir(home.c_str(), 0755) != 0 && errno != EEXIST) return {};
  if (!gives_controllers(home) && !write_to(base / "cgroup.subtree_control", kControllers)) {
    leave(base);
    write_to(base / "cgroup.subtree_control", kControllers);
  }
  if (gives_controllers(home) && write_to(home / "cgroup.subtree_control", kControllers)) return home;
  ::rmdir(home.c_str());
  return {};
}

void remove_below(const fs::path& cgroup) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(cgroup, ignored)) {
    if (entry.is_directory(ignored)) remove_below(entry.path());
  }
  ::rmdir(cgroup.c_str());
}

void check(bool done, const fs::path& what) {
  if (!done) throw std::system_error(errno, std::generic_category(), what.string());
}

}  // namespace

CgroupHome::CgroupHome() {
  for (const fs::path& base : candidates()) {
    path_ = make_home(base);
    if (!path_.empty()) return;
  }
  throw std::system_error(std::make_error_code(std::errc::operation_not_supported),
                          "needs cgroup v2 with the controllers memory and pids, and the right to make cgroups");
}

CgroupHome::~CgroupHome() { remove_below(path_); }

fs::path make_server_cgroup(const fs::path& home, std::optional<uid_t> owner) {
  static std::atomic<int> count = 0;
  const fs::path cgroup = home / (std::to_string(::getpid()) + "-" + std::to_string(count++));
  check(::mkdir(cgroup.c_str(), 0755) == 0, cgroup);
  check(write_to(cgroup / "cgroup.subtree_control", kControllers), cgroup / "cgroup.subtree_control");
  check(::mkdir((cgroup / "server").c_str(), 0755) == 0, cgroup / "server");
  if (!owner) return cgroup;
  for (const char* file : {"", "cgroup.procs", "server", "server/cgroup.procs"}) {
    const fs::path path = *file == '\0' ? cgroup : cgroup / file;
    check(::chown(path.c_str(), *owner, *owner) == 0, path);
  }
  return cgroup;
}

}  // namespace sandbox
