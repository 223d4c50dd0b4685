#include "mock_server/testing/matchers.hpp"

#include <ostream>
#include <stdexcept>

namespace mock_server {

namespace {
constexpr std::size_t kRequestsShown = 12;
}

bool JournalMatcher::report(const Verdict& verdict, ::testing::MatchResultListener* listener) const {
  if (listener->stream() == nullptr) return verdict.holds;
  const auto lines = request_lines(verdict.requests, kRequestsShown, "          ");
  *listener << verdict.got;
  if (!lines.empty()) *listener << "\n" << lines.substr(0, lines.size() - 1);
  return verdict.holds;
}

bool JournalMatcher::MatchAndExplain(const Journal& journal, ::testing::MatchResultListener* listener) const {
  if (!waits_) return report(check(expectation_, journal.snapshot()), listener);
  Verdict verdict;
  journal.wait_until([&](const Journal::Exchanges& exchanges) {
    verdict = check(expectation_, exchanges);
    return verdict.holds || verdict.final;
  });
  return report(verdict, listener);
}

bool JournalMatcher::MatchAndExplain(const Journal::Exchanges& exchanges,
                                     ::testing::MatchResultListener* listener) const {
  if (waits_) throw std::logic_error("eventually() waits for a Journal; its exchanges never change");
  return report(check(expectation_, exchanges), listener);
}

void JournalMatcher::DescribeTo(std::ostream* out) const { *out << expectation_text(expectation_); }
void JournalMatcher::DescribeNegationTo(std::ostream* out) const { *out << "not: " << expectation_text(expectation_); }

JournalMatcher eventually(const JournalMatcher& matcher) { return JournalMatcher(matcher.expectation(), true); }

namespace {
template <class Kind>
JournalMatcher matcher(Kind kind) {
  return JournalMatcher(Expectation(std::move(kind)));
}
}  // namespace

JournalMatcher requests(Selection of, Amount amount) { return matcher(expect::Count{std::move(of), amount}); }
JournalMatcher requests(Selection of, std::size_t n) { return requests(std::move(of), exactly(n)); }
JournalMatcher no_requests(Selection of) { return requests(std::move(of), none()); }

JournalMatcher attempts(Selection of, Amount amount) { return matcher(expect::Attempts{std::move(of), amount}); }
JournalMatcher attempts(Selection of, std::size_t n) { return attempts(std::move(of), exactly(n)); }

JournalMatcher spaced(Selection of, std::vector<expect::Spacing::Window> windows) {
  if (windows.empty()) throw std::invalid_argument("spaced() needs a window");
  return matcher(expect::Spacing{std::move(of), std::move(windows)});
}

JournalMatcher spaced_at_least(Selection of, Duration gap) { return spaced(std::move(of), {{.least = gap}}); }

JournalMatcher spaced_exactly(Selection of, const std::vector<Duration>& gaps) {
  std::vector<expect::Spacing::Window> windows;
  for (const auto gap : gaps) windows.push_back({.least = gap, .most = gap});
  return spaced(std::move(of), std::move(windows));
}

JournalMatcher max_in_flight(Amount amount) { return max_in_flight("", amount); }
JournalMatcher max_in_flight(std::string path, Amount amount) {
  return matcher(expect::InFlight{std::move(path), amount.most});
}

JournalMatcher left(Selection of) { return matcher(expect::Left{std::move(of), {}}); }
JournalMatcher left_within(Selection of, Duration limit) { return matcher(expect::Left{std::move(of), limit}); }

JournalMatcher reused_connections(Selection of, Amount connections) {
  return over_connections(std::move(of), at_least(2), connections);
}
JournalMatcher over_connections(Selection of, Amount requests, Amount connections) {
  return matcher(expect::Connections{std::move(of), requests, connections});
}

JournalMatcher nothing_after(Selection of, Exchange::TimePoint time) {
  return matcher(expect::NothingAfter{std::move(of), time});
}
JournalMatcher nothing_after_leaving(Selection of) { return matcher(expect::NothingAfter{std::move(of), {}}); }

JournalMatcher saw_header(Selection of, std::string name) {
  return matcher(expect::HeaderSeen{.of = std::move(of), .name = std::move(name), .value = {}, .pattern = {}});
}
JournalMatcher saw_header(Selection of, std::string name, std::string value) {
  return matcher(
      expect::HeaderSeen{.of = std::move(of), .name = std::move(name), .value = std::move(value), .pattern = {}});
}
JournalMatcher saw_header_matching(Selection of, std::string name, std::string pattern) {
  return matcher(expect::HeaderSeen{
      .of = std::move(of), .name = std::move(name), .value = {}, .pattern = Pattern(std::move(pattern))});
}

JournalMatcher arrived_in_order(std::vector<std::string> paths) {
  return matcher(expect::Order{expect::Order::By::kPath, std::move(paths)});
}
JournalMatcher keys_arrived_in_order(std::vector<std::string> keys) {
  return matcher(expect::Order{expect::Order::By::kKey, std::move(keys)});
}

}  // namespace mock_server
