#pragma once

namespace sandbox {

/// Takes from the calling process, for good, what it does not need to talk to subjects: every file but the system's
/// programs and libraries, to read (Landlock), every place to write, every right of root, new sockets, new processes, other
/// programs, and signals to others. Descriptors it has, and those it is given, stay as they are: a socket that it was given
/// can be bound and connected.
///
/// For a process of ours that reads what hostile programs write: should one of them take it over, it is in a cell too.
/// Errors:   throws std::system_error with the step that failed; then nothing is promised.
/// Requires: a single thread; only threads that begin later are locked in, too.
void lock_in();

}  // namespace sandbox
