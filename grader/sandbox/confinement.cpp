#include "grader/sandbox/confinement.hpp"

#include <unistd.h>

#include <array>
#include <system_error>
#include <utility>

namespace sandbox {
namespace {

namespace fs = std::filesystem;

struct Named {
  Level level;
  std::string_view text;
  std::string_view name;
};

constexpr std::array<Named, 5> kLevels{{{Level::kC, "C", "separate process only"},
                                        {Level::kBMinus, "B-", "landlock+broker, same uid"},
                                        {Level::kB, "B", "landlock+broker, separate uid"},
                                        {Level::kA, "A", "namespaces"},
                                        {Level::kAPlus, "A+", "namespaces+cgroup"}}};

const Named& named(Level level) { return kLevels.at(static_cast<std::size_t>(level)); }

// Debian's /lib is a link into /usr; elsewhere it may be a folder.
void add_system(std::vector<std::string>& words) {
  const auto add = [&words](std::initializer_list<std::string> more) { words.insert(words.end(), more); };
  add({"--ro-bind", "/usr", "/usr"});
  for (const char* folder : {"/lib", "/lib64", "/bin"}) {
    std::error_code none;
    if (fs::is_symlink(folder, none)) {
      add({"--symlink", fs::read_symlink(folder, none).string(), folder});
    } else if (fs::is_directory(folder, none)) {
      add({"--ro-bind", folder, folder});
    }
  }
  // Each of these costs a mount at every start, so there are no more than a program of the course can want.
  add({"--ro-bind-try", "/etc/ld.so.cache", "/etc/ld.so.cache"});
  for (const char* device : {"/dev/null", "/dev/zero", "/dev/urandom"}) add({"--dev-bind", device, device});
  add({"--symlink", "urandom", "/dev/random", "--proc", "/proc"});
}

}  // namespace

std::string_view to_string(Level level) { return named(level).text; }
std::string_view name_of(Level level) { return named(level).name; }

std::optional<Level> level_from(std::string_view text) {
  for (const Named& entry : kLevels) {
    if (entry.text == text) return entry.level;
  }
  return std::nullopt;
}

fs::path find_launcher() {
  std::error_code error;
  const fs::path here = fs::read_symlink("/proc/self/exe", error).parent_path();
  // The grader's neighbour; a proctor lies in course/NN_topic.
  for (const fs::path& candidate : {here / "hangtime_launcher", here / "../../bin/hangtime_launcher"}) {
    if (::access(candidate.c_str(), X_OK) == 0) return fs::canonical(candidate, error);
  }
  return {};
}

bool others_can_enter(const fs::path& path) {
  std::error_code error;
  for (fs::path folder = fs::absolute(path).parent_path(); folder.has_relative_path(); folder = folder.parent_path()) {
    if ((fs::status(folder, error).permissions() & fs::perms::others_exec) == fs::perms::none) return false;
  }
  return true;
}

std::vector<std::string> namespaces_command(const Confinement& confinement, const std::vector<View>& views) {
  std::vector<std::string> words;
  const auto add = [&words](std::initializer_list<std::string> more) { words.insert(words.end(), more); };
  if (confinement.uid) add({confinement.launcher, "--uid", std::to_string(*confinement.uid), "--exec", "--"});
  add({confinement.bwrap, "--unshare-user", "--unshare-ipc", "--unshare-pid", "--unshare-net", "--unshare-uts",
       "--disable-userns", "--die-with-parent", "--as-pid-1", "--uid", "65534", "--gid", "65534", "--hostname",
       "hangtime"});
  // From inside a namespace for cgroups, a server could not put its subjects into any.
  if (confinement.cgroup.empty()) add({"--unshare-cgroup-try"});
  add_system(words);
  for (const View& view : views) add({view.writable ? "--bind" : "--ro-bind", view.source, view.inside});
  add({"--remount-ro", "/"});
  return words;
}

std::vector<std::string> fence_command(const Confinement& confinement, const std::vector<View>& views,
                                       std::optional<uid_t> user) {
  std::vector<std::string> words{confinement.launcher};
  if (user) words.insert(words.end(), {"--uid", std::to_string(*user)});
  words.insert(words.end(), {"--landlock", "1", "--seccomp"});
  for (const View& view : views) words.insert(words.end(), {view.writable ? "--write" : "--read", view.source});
  words.insert(words.end(), {"--exec", "--"});
  return words;
}

}  // namespace sandbox
