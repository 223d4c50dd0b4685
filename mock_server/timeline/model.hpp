#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "mock_server/journal.hpp"

namespace mock_server::timeline {

// What happened at a server, as a picture wants it: lanes of requests, one below the other, and a time axis. Made from
// exchanges by make_timeline(); shown by render_text() and render_svg().
//
// Units: times are since `Model::origin`, the first request's first byte or whatever came before it.

using Time = Duration;

/// What can be added from elsewhere: a test's virtual-time events, like a timeout or a breaker that opens.
struct Mark {
  Exchange::TimePoint at{};  ///< on the server's clock
  std::string lane;          ///< a lane's name: a key, or "connection 3"; any other gets a lane of its own
  std::string what;          ///< a word or a few: "timeout"
};

struct Options {
  enum class LaneBy { kKey, kConnection };
  LaneBy lane_by = LaneBy::kKey;
  std::vector<Mark> marks = {};
  /// Beyond it, the middle ones are left out, and the views say how many.
  std::size_t max_requests = 100;
};

/// What a request is doing.
enum class Phase {
  kConnecting,  ///< connected, and not a byte of the request yet
  kReceiving,   ///< the request arrives
  kWaiting,     ///< the server has something to send and does not
  kAnswering,   ///< bytes of the answer go out
};

struct Span {
  Time from{};
  Time to{};
  Phase phase = Phase::kWaiting;
};

/// How a request ended, as far as a picture tells it apart.
enum class Outcome { kAnswered, kAnsweredError, kServerClosed, kClientLeft, kClientReset, kStopped, kOpen };

struct Bar {
  std::uint64_t sequence = 0;
  Time from{};              ///< its connecting included
  Time begin{};             ///< first byte
  Time to{};                ///< end of the picture if it is open
  std::vector<Span> spans;  ///< in their order, without gaps, none of them empty
  Outcome outcome = Outcome::kOpen;
  std::optional<Time> pause;  ///< to the begin of the next request on this lane, if that came later than this one's end
  std::string what;           ///< "GET /items", printable
  std::size_t attempt = 0;
  int status = 0;
  std::string fault;  ///< "" for an answer without one
};

struct Event {
  Time at{};
  std::string what;  ///< printable
};

struct Lane {
  std::string name;  ///< printable, whole
  std::size_t tracks = 1;
  std::vector<Bar> bars;  ///< in the order of arrival
  std::vector<Event> events;
};

struct Model {
  std::vector<Lane> lanes;  ///< in the order of their first request
  Exchange::TimePoint origin{};
  Time length{};
  std::size_t requests = 0;  ///< shown ones
  std::size_t left_out = 0;
  std::uint64_t left_out_after = 0;  ///< sequence of the last one before those left out
};

Model make_timeline(const Journal::Exchanges& exchanges, const Options& options = {});

/// Finds for each of several extents (in the order of their begins) the first track on which it overlaps none before it.
///
/// Returns:  the track of each, 0, 1, …; extents that share only an end do not overlap.
std::vector<std::size_t> pack(const std::vector<std::pair<double, double>>& extents);

}  // namespace mock_server::timeline
