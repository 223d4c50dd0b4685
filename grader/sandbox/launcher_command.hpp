#pragma once

#include <sys/types.h>

#include <cstdint>

namespace sandbox {

inline constexpr int kMostVisible = 16;
inline constexpr int kMostKinds = 8;

/// What the launcher was told to do. Its command line is described in launcher_main.cpp.
struct Plan {
  uid_t uid = 0;
  bool change_user = false;
  bool only_exec = false;
  int control = -1;
  int sockets = 0;
  int channel = -1;
  bool seccomp = false;
  bool broker = false;
  int least_abi = 0;  ///< of Landlock; 0: without Landlock
  bool other_user = false;
  uid_t subject_uid = 0;  ///< with `other_user`; 0: any that is free
  const char* visible[kMostVisible] = {};
  int visible_count = 0;
  const char* writable = nullptr;
  std::uint64_t cpu_seconds = 0;
  std::uint64_t memory_bytes = 0;
  std::uint64_t tasks = 0;
  std::uint64_t files = 0;
  std::uint64_t file_bytes = 0;
  char** program = nullptr;       ///< the words of the first kind; those of the others follow
  const char* join = nullptr;     ///< a file cgroup.procs, with `only_exec`
  const char* cgroups = nullptr;  ///< with `serve`: where each program gets a cgroup
  int cgroup = -1;                ///< the program's file cgroup.procs
  int memory_events = -1;         ///< and its memory.events
  int serve = -1;                 ///< a socket on which starts are asked for (serve.hpp)
  int kinds[kMostKinds] = {};     ///< with `serve`: how many words each kind of program has
  int kind_count = 0;
};

/// Reads the command line.
///
/// Errors:  does not return; says why on stderr.
Plan parse(int argc, char** argv);

/// Says on stderr why the launcher ends before it has begun, and ends it.
[[noreturn]] void usage(const char* why);

}  // namespace sandbox
