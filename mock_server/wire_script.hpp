#pragma once

#include <string>
#include <variant>
#include <vector>

#include "mock_server/message.hpp"

/// The steps a connection takes after a request has arrived completely.
///
/// A script that comes to its end has served the request: the connection stays open for the next one, or is closed if
/// the request asked for that. Hang, Fin and Reset end a script early.
namespace mock_server::step {

/// Hands bytes to the kernel, waiting for the client to read if it must.
struct Send {
  std::string bytes;
};

/// Waits until `duration` after the moment the previous wait was due (the script's start for the first one), so that
/// lateness never adds up.
struct Pause {
  Duration duration;
};

/// Sends one byte per tick, the first one at once; on an absolute schedule like Pause.
struct Drip {
  std::string bytes;
  Duration tick;
};

/// Does nothing until the client leaves or the server stops.
struct Hang {};

/// Waits until the client's kernel has all bytes sent so far, so that a Reset cannot destroy them on their way.
struct Flush {};

/// Closes the sending side and keeps the socket.
struct HalfClose {};

/// Closes the connection in order. Unread input is drained first: a close() would turn it into a reset.
struct Fin {};

/// Resets the connection; bytes that have not reached the client are lost (see Flush).
struct Reset {};

}  // namespace mock_server::step

namespace mock_server {

using Step =
    std::variant<step::Send, step::Pause, step::Drip, step::Hang, step::Flush, step::HalfClose, step::Fin, step::Reset>;
using WireScript = std::vector<Step>;

}  // namespace mock_server
