#pragma once

#include <functional>

namespace mock_server {

/// Makes TCP sockets of a family, AF_INET or AF_INET6: not connected, non-blocking, close-on-exec.
///
/// A socket may be bound already, to a port of the server's host: it then serves that port, and a server that was asked
/// for another one throws ListenError. Its address is the source's affair and not looked at.
/// Returns:  the descriptor, which the caller owns; -1 with errno set when there is none.
/// Threads:  called by the server's thread and by those that call its members.
using SocketSource = std::function<int(int family)>;

/// Sockets of the calling process.
int own_socket(int family);

}  // namespace mock_server
