#pragma once

namespace sandbox {

/// The version of Landlock that the kernel speaks; 0: none.
int landlock_abi();

/// What a fenced process may still open.
struct Fence {
  const char* program = nullptr;         ///< read and execute; null: none
  const char* const* visible = nullptr;  ///< files and folders to read and execute
  int visible_count = 0;
  const char* writable = nullptr;  ///< a folder in which everything may be done; null: none
  int least_abi = 1;               ///< of Landlock: see `fence_in`
  bool network = false;            ///< whether TCP stays as it is
};

/// Takes from the calling process, for good and for all that it starts, every file but the system's programs and
/// libraries, what `fence` names, five devices and its own folder in /proc; TCP connections and ports (ABI 4); signals to
/// processes that were not started inside and abstract unix sockets (ABI 6). Nothing else can be written but the devices.
///
/// What the kernel's ABI does not know stays open: the seccomp filter and the user must close it. With ABI 6, a process
/// can also share its user with those it must not touch.
/// Returns:  nullptr, or the name of the step that failed, with errno set. Then nothing is promised.
/// Requires: no_new_privs. Called in the process that will be fenced, whose pid /proc/self stands for.
/// Source:   Documentation/userspace-api/landlock.rst of Linux 6.15.
const char* fence_in(const Fence& fence);

}  // namespace sandbox
