#include <algorithm>
#include <functional>
#include <iterator>

#include "mock_server/describe.hpp"
#include "mock_server/expectation/checks.hpp"

namespace mock_server::expect {

// ---- spacing ----

namespace {

/// What an author wrote is short, and never rounded to what was got.
std::string bound_text(Duration bound) {
  constexpr int kAllDigits = 15;
  return duration_text(bound, kAllDigits);
}

std::string window_text(const Spacing::Window& window) {
  if (!window.most) return "at least " + bound_text(window.least);
  if (window.least == *window.most) return "exactly " + bound_text(window.least);
  return bound_text(window.least) + " to " + bound_text(*window.most);
}

bool lies_in(Duration gap, const Spacing::Window& window) {
  return gap >= window.least && (!window.most || gap <= *window.most);
}

std::string gap_text(Duration gap, const Spacing::Window& window) {
  return duration_text_beside(gap, gap < window.least ? window.least : window.most.value_or(window.least));
}

}  // namespace

std::string sentence(const Spacing& expectation) {
  std::string text = "the requests" + selection_text(expectation.of) + " begin ";
  for (std::size_t i = 0; i < expectation.windows.size(); ++i) {
    text += (i == 0 ? "" : ", then ") + window_text(expectation.windows[i]);
  }
  return text + " apart";
}

Verdict verdict(const Spacing& expectation, const Journal::Exchanges& all) {
  const auto found = selected(expectation.of, all);
  if (found.empty()) return no_request(expectation.of, all);
  Verdict verdict;
  for (const auto& group : by_key(found)) {
    for (std::size_t i = 1; i < group.size(); ++i) {
      const auto& window = expectation.windows.at(std::min(i, expectation.windows.size()) - 1);
      const auto gap = group[i].first_byte - group[i - 1].first_byte;
      if (lies_in(gap, window)) {
        verdict.holds = true;
        continue;
      }
      return {.holds = false,
              .final = true,
              .expected = {},
              .got = gap_text(gap, window) + " between #" + std::to_string(group[i - 1].sequence) + " and #" +
                     std::to_string(group[i].sequence) +
                     (expectation.windows.size() > 1 ? ", where " + window_text(window) + " is expected" : ""),
              .requests = group};
    }
  }
  verdict.requests = found;
  verdict.got = verdict.holds ? "all of them that far apart"
                              : plural(found.size(), "request") + ", none of which repeats another";
  return verdict;
}

// ---- in flight ----

std::string sentence(const InFlight& expectation) {
  return "at most " + plural(expectation.most, "request") + selection_text(expectation.path) + " open at the same time";
}

Verdict verdict(const InFlight& expectation, const Journal::Exchanges& all) {
  const bool everywhere = expectation.path.empty();
  Journal::Exchanges found;
  std::ranges::copy_if(all, std::back_inserter(found),
                       [&](const auto& one) { return everywhere || one.request.path == expectation.path; });
  if (found.empty()) return no_request(expectation.path, all);
  const auto open = [everywhere](const Exchange& one) { return everywhere ? one.in_flight : one.in_flight_on_path; };
  const auto peak = *std::ranges::max_element(found, {}, open);
  const auto when = peak.request_complete.value_or(peak.first_byte);
  Verdict verdict;
  verdict.holds = open(peak) <= expectation.most;
  verdict.final = !verdict.holds;
  verdict.got = plural(open(peak), "request") + " at " + duration_text(when);
  std::ranges::copy_if(found, std::back_inserter(verdict.requests), [&](const Exchange& one) {
    return one.sequence == peak.sequence || (one.request_complete.value_or(one.first_byte) <= when &&
                                             one.sequence < peak.sequence && (!one.ended || *one.ended >= when));
  });
  return verdict;
}

// ---- left ----

std::string sentence(const Left& expectation) {
  const auto when = expectation.within ? " within " + bound_text(*expectation.within) : "";
  return "the client leaves every request" + selection_text(expectation.of) + when;
}

Verdict verdict(const Left& expectation, const Journal::Exchanges& all) {
  const auto found = selected(expectation.of, all);
  if (found.empty()) return no_request(expectation.of, all);
  const auto in_time = [&](const Exchange& one) {
    return one.left() && (!expectation.within || *one.ended - one.first_byte <= *expectation.within);
  };
  Verdict verdict;
  std::ranges::copy_if(found, std::back_inserter(verdict.requests), std::not_fn(in_time));
  verdict.holds = verdict.requests.empty();
  if (verdict.holds) {
    verdict.got = "it left all of them";
    return verdict;
  }
  verdict.final = std::ranges::any_of(verdict.requests, std::not_fn(&Exchange::is_open));
  const auto& first = verdict.requests.front();
  verdict.got = "#" + std::to_string(first.sequence) + " " + outcome_text(first);
  if (first.left()) {
    verdict.got = "#" + std::to_string(first.sequence) + " left after " +
                  duration_text_beside(*first.ended - first.first_byte, *expectation.within);
  }
  if (verdict.requests.size() > 1) verdict.got += ", and " + std::to_string(verdict.requests.size() - 1) + " more";
  return verdict;
}

// ---- nothing after ----

std::string sentence(const NothingAfter& expectation) {
  return "no request" + selection_text(expectation.of) + " after " +
         (expectation.time ? bound_text(*expectation.time) : "its client has left");
}

Verdict verdict(const NothingAfter& expectation, const Journal::Exchanges& all) {
  const auto found = selected(expectation.of, all);
  auto time = expectation.time;
  Verdict verdict;
  if (!time) {
    for (const auto& exchange : found) {
      if (exchange.left()) time = std::min(time.value_or(*exchange.ended), *exchange.ended);
    }
    if (!time) {
      verdict = no_request(expectation.of, all);
      if (found.empty()) return verdict;
      verdict.got = "no client has left";
      verdict.requests = found;
      return verdict;
    }
  }
  std::ranges::copy_if(found, std::back_inserter(verdict.requests),
                       [&](const Exchange& one) { return one.first_byte > *time; });
  verdict.holds = verdict.requests.empty();
  verdict.final = !verdict.holds;
  verdict.got = verdict.holds
                    ? "no request after " + duration_text(*time)
                    : plural(verdict.requests.size(), "request") + " after " + duration_text(*time) +
                          ", the first at " + duration_text_beside(verdict.requests.front().first_byte, *time);
  return verdict;
}

}  // namespace mock_server::expect
