#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/message.hpp"

namespace mock_server {

/// How an exchange ended.
///
/// A client counts as having left when it closes its side while the server still owes it something. TCP cannot tell a
/// client that closed from one that only half-closed (shutdown(SHUT_WR)) and still reads: while the server waits, both
/// count as left. Immediate answers reach a half-closing client all the same.
enum class End {
  kOpen,          ///< not ended yet
  kServed,        ///< every byte of the answer was handed to the kernel
  kClientLeft,    ///< the client closed the connection (FIN)
  kClientReset,   ///< the client reset the connection (RST): also what a close() with unread data sends
  kServerClosed,  ///< the fault closed or reset the connection
  kStopped,       ///< the server was stopped
};
std::string_view to_string(End end);
std::optional<End> end_named(std::string_view name);

/// What changed in an exchange. They come in this order, each once at most, but for kWaiting.
enum class Change {
  kArrived,            ///< the first byte of the request, or a connection that never gets as far (accept_hang)
  kHeadKnown,          ///< method and path are known; the body may be on its way
  kRequestComplete,    ///< all of it is here, and what will be answered is chosen: key, attempt, fault, status
  kFirstResponseByte,  ///< handed to the kernel
  kWaiting,            ///< see Exchange::waits, whose last one is new
  kEnded,
};
std::string_view to_string(Change change);
std::optional<Change> change_named(std::string_view name);

/// One request and what became of it.
///
/// An entry is made when the first byte of a request arrives, and changes until `end` is no longer kOpen; fields of
/// what has not happened yet are empty. A connection that never gets as far as a request (accept_hang) makes an entry
/// with an empty method and path.
///
/// Units: times are on the server's clock: since the ManualClock's start, or since the server's start.
struct Exchange {
  using TimePoint = std::chrono::nanoseconds;

  /// A time in which the server waited on purpose. The many pauses of a drip are one.
  struct Waiting {
    TimePoint since{};
    std::optional<TimePoint> until;     ///< nothing: waits still
    std::optional<TimePoint> wakes_at;  ///< of its first pause; nothing: waits for the client to leave
    bool operator==(const Waiting&) const = default;
  };

  std::uint64_t sequence = 0;  ///< 0, 1, … in the order of arrival
  std::uint64_t connection = 0;
  std::uint64_t index_on_connection = 0;  ///< 0 for the first request of a connection
  std::uint16_t peer_port = 0;
  Request request;
  std::uint64_t body_hash = 0;  ///< FNV-1a, 64 bits, of the request's body; of the empty one until it is complete

  TimePoint accepted{};
  TimePoint first_byte{};
  std::optional<TimePoint> head_known;
  std::optional<TimePoint> request_complete;
  std::optional<TimePoint> first_response_byte;
  std::optional<TimePoint> last_response_byte;
  std::optional<TimePoint> ended;
  End end = End::kOpen;
  std::vector<Waiting> waits;  ///< in their order; few

  std::string key;                    ///< what attempts are counted by: header X-Request-Key, else the path
  std::size_t attempt = 0;            ///< 1 for the first request with this key on its route
  std::string fault;                  ///< id in the fault table; "not_found", "bad_request" for what matched no route
  int status = 0;                     ///< status of the answer chosen, also when the client never got to see it
  std::size_t in_flight = 0;          ///< exchanges open when the request was complete, this one included
  std::size_t in_flight_on_path = 0;  ///< the same, on the same path
  std::size_t bytes_received = 0;     ///< of head and body, chunk framing included
  std::size_t bytes_sent = 0;         ///< of head and body, handed to the kernel

  bool is_open() const { return end == End::kOpen; }
  bool left() const { return end == End::kClientLeft || end == End::kClientReset; }
};

/// Returns:  when a change of an exchange happened (for kWaiting the newest); nothing if it has not.
std::optional<Exchange::TimePoint> time_of(const Exchange& exchange, Change change);

/// Hashes a text, the same in every run, build and program.
///
/// Source:   FNV-1a with 64 bits: Fowler, Noll, Vo, http://www.isthe.com/chongo/tech/comp/fnv/.
std::uint64_t stable_hash(std::string_view text);

}  // namespace mock_server
