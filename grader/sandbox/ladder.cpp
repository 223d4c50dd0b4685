#include "grader/sandbox/ladder.hpp"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <set>
#include <system_error>

#include "grader/sandbox/canary.hpp"
#include "grader/sandbox/landlock.hpp"
#include "grader/sandbox/subject_user.hpp"

namespace sandbox {
namespace {

namespace fs = std::filesystem;

// What each level does not claim to stop.
std::set<std::string> conceded_at(Level level) {
  if (level >= Level::kA) return {};
  if (level >= Level::kBMinus) return {"stat-of-hidden-file", "list-processes"};
  return {};
}

fs::path find_bwrap() {
  for (const char* path : {"/usr/bin/bwrap", "/usr/local/bin/bwrap", "/bin/bwrap"}) {
    if (::access(path, X_OK) == 0) return path;
  }
  return {};
}

std::string join(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += (text.empty() ? "" : ", ") + word;
  return text;
}

// Without the words of the error's number, which say less.
std::string why(const std::system_error& error) {
  std::string text = error.what();
  if (const std::size_t end = text.rfind(": " + error.code().message()); end != std::string::npos) text.resize(end);
  return text;
}

std::string next_step(const std::string& problem) {
  if (problem.find("Permission denied") != std::string::npos)
    return "; the sandbox's user must be able to enter the project's folder and all above it (chmod o+rx)";
  if (problem.find("namespace") != std::string::npos) return "; the system or the container forbids user namespaces";
  return "";
}

// Whether the level can be tried at all: an empty text, or what it lacks.
std::string lacks(Level level, const Confinement& confinement) {
  if (level >= Level::kA && confinement.bwrap.empty())
    return "bubblewrap is not installed (apt-get install bubblewrap)";
  if (level == Level::kB && ::geteuid() != 0) return "needs root, for users of their own";
  if (level == Level::kBMinus && ::geteuid() == 0) return "root is not to be confined";
  return {};
}

Confinement confinement_at(Level level, const LadderOptions& options) {
  Confinement confinement{.level = level,
                          .launcher = find_launcher(),
                          .bwrap = {},
                          .uid = {},
                          .visible = options.visible,
                          .lock_in = false};
  if (level >= Level::kA) confinement.bwrap = find_bwrap();
  if (level >= Level::kA && ::geteuid() == 0) confinement.uid = kSharedUser;
  confinement.lock_in = confinement.gives_sockets() && landlock_abi() > 0;
  return confinement;
}

Rung try_level(const Confinement& confinement) {
  Rung rung{.level = confinement.level, .canary = {}, .refused = lacks(confinement.level, confinement)};
  if (!rung.refused.empty()) return rung;
  rung.canary = send_canary(confinement);
  if (!rung.canary.problem.empty()) {
    rung.refused = rung.canary.problem + next_step(rung.canary.problem);
    return rung;
  }
  if (confinement.level == Level::kC) return rung;
  const std::set<std::string> conceded = conceded_at(confinement.level);
  std::vector<std::string> holes;
  for (const std::string& name : rung.canary.open) {
    if (!conceded.contains(name)) holes.push_back(name);
  }
  if (!holes.empty()) rung.refused = "the canary could " + join(holes);
  return rung;
}

std::vector<std::string> active_parts(const Confinement& confinement) {
  std::vector<std::string> parts{"seccomp", "rlimits", "rss-poll"};
  if (confinement.level >= Level::kA) {
    parts.emplace_back("namespaces");
    if (!confinement.cgroup.empty()) parts.emplace_back("cgroup:memory,pids");
  } else if (confinement.level >= Level::kBMinus) {
    parts.emplace_back("landlock");
    parts.emplace_back("connect-broker");
  }
  if (confinement.uid) parts.push_back("uid:" + std::to_string(*confinement.uid));
  if (confinement.level == Level::kB) parts.emplace_back("uid:own");
  if (confinement.lock_in) parts.emplace_back("locked-in-proctor");
  return parts;
}

}  // namespace

Isolation choose_isolation(const LadderOptions& options) {
  Isolation isolation;
  for (const Level level : {Level::kAPlus, Level::kA, Level::kB, Level::kBMinus, Level::kC}) {
    if (options.only && level != *options.only && level != Level::kC) continue;
    Confinement confinement = confinement_at(level, options);
    std::shared_ptr<const CgroupHome> home;
    if (level == Level::kAPlus) {
      try {
        home = std::make_shared<const CgroupHome>();
        confinement.cgroup = home->path();
      } catch (const std::system_error& error) {
        isolation.rungs.push_back({.level = level, .canary = {}, .refused = why(error)});
        isolation.unavailable[std::string(name_of(level))] = isolation.rungs.back().refused;
        continue;
      }
    }
    Rung rung = try_level(confinement);
    if (confinement.uid && !rung.canary.problem.empty()) {
      // That user cannot enter the project's folder, perhaps. In its namespace root is a user without rights outside:
      // the canary finds out whether that holds.
      confinement.uid.reset();
      rung = try_level(confinement);
    }
    isolation.rungs.push_back(rung);
    if (rung.refused.empty()) {
      isolation.confinement = confinement;
      isolation.canary = std::move(rung.canary);
      isolation.home = std::move(home);
      isolation.active = active_parts(confinement);
      if (confinement.gives_sockets() && !confinement.lock_in)
        isolation.unavailable["locked-in proctor"] = "needs a kernel with Landlock";
      return isolation;
    }
    isolation.unavailable[std::string(name_of(level))] = rung.refused;
  }
  throw std::system_error(std::make_error_code(std::errc::io_error),
                          "no program can be started: " + isolation.rungs.back().refused);
}

}  // namespace sandbox
