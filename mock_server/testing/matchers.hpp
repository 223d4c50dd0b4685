#pragma once

#include <gmock/gmock.h>

#include <initializer_list>
#include <string>

#include "mock_server/expectation/expectation.hpp"
#include "mock_server/journal.hpp"

namespace mock_server {

// GoogleTest matchers for what a server saw, written as sentences:
//
//   EXPECT_THAT(server.journal(), requests("/items", exactly(3)));
//   EXPECT_THAT(server.journal(), spaced_at_least("/flaky", 100ms));
//   EXPECT_THAT(server.journal(), eventually(left_within("/slow", 200ms)));
//
// They match a Journal or its Exchanges. What a failure says can be shown to students: the fact, then the requests that
// matter with their times. A request may be on its way to the journal when its client has already gone on (it cancelled,
// for example): eventually() waits for that. What each means in detail is in expectation/expectation.hpp; every place
// that takes a path takes a Selection: "POST /items", "/items/*", with_key("k").

/// Matches a journal that an expectation holds for.
class JournalMatcher {
 public:
  using is_gtest_matcher = void;

  explicit JournalMatcher(Expectation expectation, bool waits = false)
      : expectation_(std::move(expectation)), waits_(waits) {}

  bool MatchAndExplain(const Journal& journal, ::testing::MatchResultListener* listener) const;               // NOLINT
  bool MatchAndExplain(const Journal::Exchanges& exchanges, ::testing::MatchResultListener* listener) const;  // NOLINT
  void DescribeTo(std::ostream* out) const;                                                                   // NOLINT
  void DescribeNegationTo(std::ostream* out) const;                                                           // NOLINT

  const Expectation& expectation() const { return expectation_; }

 private:
  bool report(const Verdict& verdict, ::testing::MatchResultListener* listener) const;

  Expectation expectation_;
  bool waits_;
};

/// The same, waiting until it holds, or can no longer hold, or 20 s have passed. Matches a Journal only.
JournalMatcher eventually(const JournalMatcher& matcher);

JournalMatcher requests(Selection of, Amount amount);
JournalMatcher requests(Selection of, std::size_t exactly_so_many);
JournalMatcher no_requests(Selection of = {});

/// So many attempts with each key, of which a path without X-Request-Key headers has one.
JournalMatcher attempts(Selection of, Amount amount);
JournalMatcher attempts(Selection of, std::size_t exactly_so_many);

JournalMatcher spaced_at_least(Selection of, Duration gap);
/// Only on a ManualClock: on real time, a slow machine would fail it.
JournalMatcher spaced(Selection of, std::vector<expect::Spacing::Window> windows);
JournalMatcher spaced_exactly(Selection of, const std::vector<Duration>& gaps);

/// Open at the same time, on all paths together or on one; only the upper end of the amount counts.
JournalMatcher max_in_flight(Amount at_most_so_many);
JournalMatcher max_in_flight(std::string path, Amount at_most_so_many);

JournalMatcher left(Selection of);
/// On the server's clock since each request began. On real time, only a limit that no slow machine reaches is fair.
JournalMatcher left_within(Selection of, Duration limit);

JournalMatcher reused_connections(Selection of, Amount connections = exactly(1));
JournalMatcher over_connections(Selection of, Amount requests, Amount connections);

JournalMatcher nothing_after(Selection of, Exchange::TimePoint time);
JournalMatcher nothing_after_leaving(Selection of);

JournalMatcher saw_header(Selection of, std::string name);
JournalMatcher saw_header(Selection of, std::string name, std::string value);
JournalMatcher saw_header_matching(Selection of, std::string name,
                                   std::string pattern);  ///< PatternError if it is none

JournalMatcher arrived_in_order(std::vector<std::string> paths);
JournalMatcher keys_arrived_in_order(std::vector<std::string> keys);

// GoogleTest prints the value before a matcher's explanation; here the explanation says it all.
inline void PrintTo(const Journal&, std::ostream*) {}             // NOLINT: GoogleTest's name
inline void PrintTo(const Journal::Exchanges&, std::ostream*) {}  // NOLINT

}  // namespace mock_server
