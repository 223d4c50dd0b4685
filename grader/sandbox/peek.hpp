#pragma once

#include <netinet/in.h>
#include <sys/types.h>

#include <cstdint>

/// Looks into a thread that waits in a system call, by /proc: that needs no right that a container withholds from its
/// root (Docker: CAP_SYS_PTRACE, pidfd_getfd), only the thread's own user. Whatever is read may be another thread's by
/// now: believe it only when the call still waits afterwards.
namespace sandbox {

/// Returns the inode of the socket that is the thread's descriptor `fd`; 0 when it is none, or cannot be told.
ino_t socket_inode(pid_t thread, int fd);

/// Copies an IPv4 socket address out of the thread's memory.
///
/// Returns:  0 or an errno.
int read_address(pid_t thread, std::uint64_t at, std::uint64_t size, sockaddr_in& address);

}  // namespace sandbox
