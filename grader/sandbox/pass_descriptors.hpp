#pragma once

#include <cstddef>

namespace sandbox {

/// Sends one message, and with it copies of some descriptors. Whoever is not there to hear it is an error, not a signal.
///
/// Returns: whether all of it was sent; errno says why not.
bool send_with_descriptors(int socket, const void* message, std::size_t size, const int* fds, int count);

/// Takes one message and the descriptors that come with it, which are closed on exec and belong to the caller; `count` is
/// their number, and no more than `room` are taken. `flags` as for recvmsg(2).
///
/// Returns: its size; 0 at the end, -1 with errno set.
long receive_with_descriptors(int socket, void* message, std::size_t size, int* fds, int room, int& count,
                              int flags = 0);

}  // namespace sandbox
