#pragma once

#include <sys/types.h>

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace sandbox {

/// How far a student's program is kept from everything else, weakest first. What each level lacks is in docs/security.md.
enum class Level {
  kC,       ///< "C": a process of its own, with limits
  kBMinus,  ///< "B-": as B, as the grader's own user
  kB,       ///< "B": no files, no foreign sockets (Landlock, connect broker), a user of its own
  kA,       ///< "A": namespaces: nothing of the machine is there
  kAPlus,   ///< "A+": A, and its memory is bounded by the kernel (cgroup)
};

std::string_view to_string(Level level);                 ///< "A+", "A", "B", "B-", "C"
std::string_view name_of(Level level);                   ///< "namespaces", "separate process only", …
std::optional<Level> level_from(std::string_view text);  ///< nullopt for anything that to_string() does not say

/// What it takes to start programs at one level. Chosen once (ladder.hpp), then the same for every program of a grading.
struct Confinement {
  Level level = Level::kC;
  std::filesystem::path launcher;  ///< the program hangtime_launcher
  std::filesystem::path bwrap;     ///< bubblewrap; levels A and A+
  /// The user that programs run as; nullopt: the caller's own, at level B one that no other process has.
  std::optional<uid_t> uid;
  /// Files that subjects may read besides the system's libraries, under their own names: the modules they load.
  std::vector<std::filesystem::path> visible;
  std::filesystem::path cgroup = {};  ///< below which subjects' cgroups are made; level A+
  /// Whether the processes that serve subjects lock themselves in, too (lock_in.hpp).
  bool lock_in = false;

  /// Whether a program is in a network of its own, of which only the launcher's sockets are part.
  bool has_own_network() const { return level >= Level::kA; }

  /// Whether a program reaches no other sockets than those that `Process::take_socket` gives to whoever serves it.
  bool gives_sockets() const { return level >= Level::kBMinus; }
};

/// The launcher that was built with the running program: its neighbour, or next to the course's programs.
///
/// Returns:  an empty path when there is none.
std::filesystem::path find_launcher();

/// Whether any user may pass through all folders above `path`, as one that programs are to run as must.
bool others_can_enter(const std::filesystem::path& path);

/// A file or folder, and the name it has inside.
struct View {
  std::filesystem::path source;
  std::filesystem::path inside;
  bool writable = false;
};

/// The words before a program's own that put it in namespaces, in which it sees the system's libraries and compilers, the
/// given files and folders, and nothing else: no network but an empty loopback, no other process, no other place to write.
///
/// Needs:    level A or A+.
std::vector<std::string> namespaces_command(const Confinement& confinement, const std::vector<View>& views);

/// The words before a program's own that let it read the system's programs and libraries and the views' sources, write
/// to those that are writable (one at most), and open no other file. Processes and the network stay as they are: this is
/// for programs of ours that read what a student wrote, such as a compiler.
///
/// Needs:    level B or B-; `user` needs root.
std::vector<std::string> fence_command(const Confinement& confinement, const std::vector<View>& views,
                                       std::optional<uid_t> user);

}  // namespace sandbox
