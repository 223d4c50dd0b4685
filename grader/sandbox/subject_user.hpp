#pragma once

#include <sys/types.h>

namespace sandbox {

// Debian keeps the users 60000 to 64999 for itself and gives few away.

/// The user that subjects share where namespaces keep them apart.
inline constexpr uid_t kSharedUser = 64001;

/// The users that subjects run as at level B, one at a time. All that runs as one of them is a subject's, and is killed
/// with it: nothing else of ours may.
inline constexpr uid_t kFirstSubjectUser = 64100;
inline constexpr uid_t kSubjectUsers = 800;

/// Finds a user of which no process lives, and keeps it from all other launchers until the calling process ends.
///
/// Without a namespace for pids, two subjects of one user could signal each other: each needs its own.
/// Returns:  `wanted`, or with 0 one of the range above; 0 with errno set when it is, or all of them are, in use.
/// Requires: /proc, root.
uid_t claim_user(uid_t wanted);

/// Becomes that user and group, without any other group and without capabilities.
///
/// Returns:  nullptr, or the name of the step that failed, with errno set.
const char* become_user(uid_t uid);

/// Kills every process of that user at once, so that none can start another in between.
void kill_all_of_user(uid_t uid);

}  // namespace sandbox
