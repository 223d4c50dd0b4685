#pragma once

#include <filesystem>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "grader/sandbox/cgroup.hpp"
#include "grader/sandbox/confinement.hpp"

namespace sandbox {

/// What the canary could do at one level.
struct CanaryResult {
  std::vector<std::string> tried;  ///< names of all attempts, "connect-tcp", in their order
  std::vector<std::string> open;   ///< those that nothing stopped
  std::string problem;             ///< not empty: it could not be started at this level, and why
};

/// One rung: what was tried there and why it does not serve, if so.
struct Rung {
  Level level = Level::kC;
  CanaryResult canary;
  std::string refused;  ///< empty: this level holds; else the reason, with the next step where there is one
};

/// How programs of this grading are confined, and what that is founded on.
struct Isolation {
  Confinement confinement;
  CanaryResult canary;                             ///< at the level chosen
  std::vector<std::string> active;                 ///< "seccomp", "namespaces", "uid:64001"
  std::map<std::string, std::string> unavailable;  ///< what a higher level would need: why it is not to be had
  std::vector<Rung> rungs;                         ///< all levels that were tried, highest first
  std::shared_ptr<const CgroupHome> home = {};     ///< level A+: subjects' cgroups, as long as this lives

  Level level() const { return confinement.level; }
};

struct LadderOptions {
  std::vector<std::filesystem::path> visible;  ///< see Confinement
  std::optional<Level> only;                   ///< try this level and no other; C if it does not hold
};

/// Finds the highest level that holds on this machine, by letting the canary try at each, from the highest down, through
/// the very path that subjects take.
///
/// Units:   about 50 ms for each level that is tried.
/// Errors:  throws std::system_error when not even the lowest level can start a program.
/// Threads: blocks; safe from several threads.
Isolation choose_isolation(const LadderOptions& options);

}  // namespace sandbox
