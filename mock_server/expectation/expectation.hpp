#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "mock_server/expectation/amount.hpp"
#include "mock_server/expectation/selection.hpp"
#include "mock_server/journal.hpp"
#include "mock_server/pattern.hpp"

namespace mock_server {

// What a test expects of the requests that a server got, as values: checked by check(), read from JSON by
// parse_expectations(), and written as sentences with testing/matchers.hpp.
//
// A request begins with its first byte. None of these holds only because there was no request at all, unless the amount
// says so.
namespace expect {

/// So many requests.
struct Count {
  Selection of;
  Amount amount;
};

/// Requests to these paths (or with these keys) came in this order; one after the other to the same counts as one.
/// Requests to others do not matter.
struct Order {
  enum class By { kPath, kKey };
  By by = By::kPath;
  std::vector<std::string> names;
};

/// So many requests with each key.
struct Attempts {
  Selection of;
  Amount amount;
};

/// The time from the begin of an attempt to the begin of the next with the same key lies in a window: the first one in
/// the first window, and so on; the last window is that of all later ones. A window with an end makes sense only on a
/// ManualClock: on real time, a slow machine would fail it.
struct Spacing {
  struct Window {
    Duration least{0};
    std::optional<Duration> most{};
    bool operator==(const Window&) const = default;
  };
  Selection of;
  std::vector<Window> windows;
};

/// At most so many requests open at the same time; the empty path means all paths together.
struct InFlight {
  std::string path;
  std::size_t most = 1;
};

/// The client of every request closed or reset the connection before it was served, and no later than `within` after the
/// request began.
struct Left {
  Selection of;
  std::optional<Duration> within;
};

/// So many requests came over so many connections.
struct Connections {
  Selection of;
  Amount requests = at_least(1);
  Amount connections;
};

/// No request began after this time; without one, after the first of their clients had left. A request that begins at
/// the very same time is not after it.
struct NothingAfter {
  Selection of;
  std::optional<Exchange::TimePoint> time;
};

/// Every request (or at least one) had this header; with a value, exactly this one; with a pattern, one that it
/// matches.
struct HeaderSeen {
  Selection of;
  std::string name;
  std::optional<std::string> value;
  std::optional<Pattern> pattern;
  bool in_every = true;
};

}  // namespace expect

using Expectation = std::variant<expect::Count, expect::Order, expect::Attempts, expect::Spacing, expect::InFlight,
                                 expect::Left, expect::Connections, expect::NothingAfter, expect::HeaderSeen>;

/// What came of an expectation.
struct Verdict {
  bool holds = false;
  bool final = false;           ///< it does not hold, and whatever else may happen, it will not
  std::string expected;         ///< "exactly 3 requests to /items"
  std::string got;              ///< "5 requests"
  Journal::Exchanges requests;  ///< those that matter, in the order of arrival
};

Verdict check(const Expectation& expectation, const Journal::Exchanges& exchanges);

/// Returns:  what is expected, without looking at any request: Verdict::expected.
std::string expectation_text(const Expectation& expectation);

/// Returns:  a verdict in lines: expected, got, and the requests; at most `limit` of them, and how many there are more.
std::string explain(const Verdict& verdict, std::size_t limit = 12);

/// Returns:  only the lines of the requests, each after `indent`; "" if there are none.
std::string request_lines(const Journal::Exchanges& requests, std::size_t limit, const std::string& indent);

}  // namespace mock_server
