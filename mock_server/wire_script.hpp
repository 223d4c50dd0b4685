#pragma once

#include <cstddef>
#include <string>
#include <string_view>
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

/// Sends the same piece again and again, one per tick, the first one at once; on an absolute schedule like Pause.
/// Without a tick: as fast as the client reads. Takes no more memory than one piece.
struct Repeat {
  std::string piece;
  std::size_t times;
  Duration tick{0};
};

/// Says that the request has been served; what follows happens to an idle connection. A Pause then waits for time or
/// the next request, which is answered as if the script had come to its end.
struct Served {};

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

using Step = std::variant<step::Send, step::Pause, step::Drip, step::Repeat, step::Served, step::Hang, step::Flush,
                          step::HalfClose, step::Fin, step::Reset>;
using WireScript = std::vector<Step>;

/// Adds steps that send a piece many times at full speed, put together to larger pieces.
void append_repeated(WireScript& script, std::string_view piece, std::size_t times);

}  // namespace mock_server
