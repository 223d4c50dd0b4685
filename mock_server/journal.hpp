#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <deque>
#include <functional>
#include <iosfwd>
#include <map>
#include <mutex>
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

/// One request and what became of it.
///
/// An entry is made when the first byte of a request arrives, and changes until `end` is no longer kOpen; fields of
/// what has not happened yet are empty. A connection that never gets as far as a request (accept_hang) makes an entry
/// with an empty method and path.
///
/// Units: times are on the server's clock: since the ManualClock's start, or since the server's start.
struct Exchange {
  using TimePoint = std::chrono::nanoseconds;

  std::uint64_t sequence = 0;  ///< 0, 1, … in the order of arrival
  std::uint64_t connection = 0;
  std::uint64_t index_on_connection = 0;  ///< 0 for the first request of a connection
  std::uint16_t peer_port = 0;
  Request request;

  TimePoint accepted{};
  TimePoint first_byte{};
  std::optional<TimePoint> request_complete;
  std::optional<TimePoint> first_response_byte;
  std::optional<TimePoint> last_response_byte;
  std::optional<TimePoint> ended;
  End end = End::kOpen;

  std::string key;                    ///< what attempts are counted by: header X-Request-Key, else the path
  std::size_t attempt = 0;            ///< 1 for the first request with this key on its route
  std::string fault;                  ///< id in the fault table; "not_found", "bad_request" for what matched no route
  int status = 0;                     ///< status of the answer chosen, also when the client never got to see it
  std::size_t in_flight = 0;          ///< exchanges open when the path became known, this one included
  std::size_t in_flight_on_path = 0;  ///< the same, on the same path
  std::size_t bytes_sent = 0;         ///< of head and body, handed to the kernel

  bool is_open() const { return end == End::kOpen; }
  bool left() const { return end == End::kClientLeft || end == End::kClientReset; }
};

/// What happened at a server, while it happens and after the server has stopped.
///
/// Whoever has seen the effect of something finds it here: when a client has received the last byte of an answer, the
/// exchange has ended; when advance_to() has returned, its steps are noted.
///
/// A path is compared with the decoded path, without the query. Keeps the newest `limit` exchanges.
/// Threads:  safe from any thread; the waiting functions block.
class Journal {
 public:
  using Exchanges = std::vector<Exchange>;

  explicit Journal(std::size_t limit = 100'000) : limit_(limit) {}

  /// A bound for waiting that no correct run comes near; never a measure of how fast something is.
  static constexpr std::chrono::milliseconds kGenerous{20'000};

  Exchanges snapshot() const;
  Exchanges exchanges(std::string_view path) const;
  std::size_t count() const;
  std::size_t count(std::string_view path) const;

  /// Returns:  the largest number of exchanges that were open at once (on the path).
  std::size_t max_in_flight() const;
  std::size_t max_in_flight(std::string_view path) const;

  /// Returns:  the times from the start of each request on the path to the start of the next; one fewer than requests.
  std::vector<Duration> spacing(std::string_view path) const;

  /// Waits until it is known whether all clients of a path have left before they were served.
  ///
  /// Returns:  true as soon as every exchange on the path has ended because its client left, and there was at least
  ///           one; false as soon as one has ended otherwise, or after `bound`.
  bool client_left(std::string_view path, std::chrono::milliseconds bound = kGenerous) const;

  /// Waits until the journal satisfies a predicate.
  ///
  /// Returns:  true as soon as it does, false after `bound` of real time.
  bool wait_until(const std::function<bool(const Exchanges&)>& predicate,
                  std::chrono::milliseconds bound = kGenerous) const;

  /// Waits until at least `n` requests on a path have arrived completely.
  bool wait_for_requests(std::string_view path, std::size_t n, std::chrono::milliseconds bound = kGenerous) const;

  // For the server, which is the only one with a journal it may change. It holds the journal for a whole turn of its
  // loop, so that whoever has seen the last byte of an answer finds the exchange ended.
  std::unique_lock<std::recursive_mutex> hold() { return std::unique_lock(mutex_); }
  std::uint64_t open(Exchange exchange);
  void change(std::uint64_t sequence, const std::function<void(Exchange&)>& edit);
  void count_in_flight(std::uint64_t sequence);  ///< once, when the path is known

 private:
  Exchange& at(std::uint64_t sequence) { return exchanges_[sequence - forgotten_]; }
  template <class Predicate>
  bool wait(const Predicate& satisfied, std::chrono::milliseconds bound) const;

  mutable std::recursive_mutex mutex_;
  mutable std::condition_variable_any changed_;
  const std::size_t limit_;
  std::deque<Exchange> exchanges_;
  std::uint64_t forgotten_ = 0;  // sequence of the first one kept
  std::size_t in_flight_ = 0;
  std::map<std::string, std::size_t, std::less<>> in_flight_on_path_;
};

/// Returns:  an exchange as one JSON object; times in milliseconds, absent when they did not happen.
Json to_json(const Exchange& exchange);

/// Returns:  the same on one line, with the line's end.
std::string to_json_line(const Exchange& exchange);

/// Writes one JSON object per line, in the order of arrival.
void write_json_lines(std::ostream& out, const Journal& journal);

}  // namespace mock_server
