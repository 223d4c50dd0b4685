#include <algorithm>
#include <set>

#include "mock_server/describe.hpp"
#include "mock_server/expectation/checks.hpp"

namespace mock_server::expect {

// ---- count ----

std::string sentence(const Count& expectation) {
  return amount_text(expectation.amount, "request") + selection_text(expectation.of);
}

Verdict verdict(const Count& expectation, const Journal::Exchanges& all) {
  auto found = selected(expectation.of, all);
  const bool holds = expectation.amount.contains(found.size());
  if (found.empty() && !holds) return no_request(expectation.of, all);
  Verdict verdict;
  verdict.holds = holds;
  verdict.final = found.size() > expectation.amount.most;
  verdict.got = found.empty() ? "no request" : plural(found.size(), "request");
  verdict.requests = std::move(found);
  return verdict;
}

// ---- attempts ----

std::string sentence(const Attempts& expectation) {
  const auto each = expectation.of.key.empty() ? " with each key" : "";
  return amount_text(expectation.amount, "request") + selection_text(expectation.of) + each;
}

Verdict verdict(const Attempts& expectation, const Journal::Exchanges& all) {
  const auto found = selected(expectation.of, all);
  if (found.empty() && expectation.amount.least > 0) return no_request(expectation.of, all);
  Verdict verdict;
  verdict.holds = true;
  if (found.empty()) verdict.got = "no request";
  for (auto& group : by_key(found)) {
    if (expectation.amount.contains(group.size()) && !verdict.holds) continue;
    const bool is_first_wrong = verdict.holds && !expectation.amount.contains(group.size());
    if (is_first_wrong || verdict.got.empty()) {
      verdict.holds = !is_first_wrong;
      verdict.got = plural(group.size(), "request") + " with the key " + printable(group.front().key);
      verdict.requests = group;
    }
    verdict.final = verdict.final || group.size() > expectation.amount.most;
  }
  return verdict;
}

// ---- order ----

namespace {

const std::string& name_in(const Exchange& exchange, Order::By by) {
  return by == Order::By::kPath ? exchange.request.path : exchange.key;
}

std::string list_text(const std::vector<std::string>& names) {
  std::string text;
  for (const auto& name : names) text += (text.empty() ? "" : ", then ") + printable(name);
  return text;
}

}  // namespace

std::string sentence(const Order& expectation) {
  const auto what = expectation.by == Order::By::kPath ? "requests to " : "requests with the keys ";
  return what + list_text(expectation.names) + ", in this order";
}

Verdict verdict(const Order& expectation, const Journal::Exchanges& all) {
  Verdict verdict;
  std::vector<std::string> came;
  for (const auto& exchange : all) {
    const auto& name = name_in(exchange, expectation.by);
    if (std::ranges::find(expectation.names, name) == expectation.names.end()) continue;
    if (came.empty() || came.back() != name) came.push_back(name);
    verdict.requests.push_back(exchange);
  }
  verdict.holds = came == expectation.names;
  verdict.final =
      came.size() > expectation.names.size() || !std::equal(came.begin(), came.end(), expectation.names.begin());
  verdict.got = came.empty() ? "none of them" : list_text(came);
  return verdict;
}

// ---- connections ----

std::string sentence(const Connections& expectation) {
  return amount_text(expectation.requests, "request") + selection_text(expectation.of) + " over " +
         amount_text(expectation.connections, "connection");
}

Verdict verdict(const Connections& expectation, const Journal::Exchanges& all) {
  auto found = selected(expectation.of, all);
  if (found.empty()) return no_request(expectation.of, all);
  std::set<std::uint64_t> connections;
  for (const auto& exchange : found) connections.insert(exchange.connection);
  Verdict verdict;
  verdict.holds = expectation.requests.contains(found.size()) && expectation.connections.contains(connections.size());
  verdict.final = found.size() > expectation.requests.most || connections.size() > expectation.connections.most;
  verdict.got = plural(found.size(), "request") + " over " + plural(connections.size(), "connection");
  verdict.requests = std::move(found);
  return verdict;
}

// ---- headers ----

namespace {

bool has_header(const HeaderSeen& wanted, const Exchange& exchange) {
  return std::ranges::any_of(exchange.request.headers, [&](const auto& header) {
    return find_header({header}, wanted.name) && (!wanted.value || header.second == *wanted.value) &&
           (!wanted.pattern || wanted.pattern->matches(header.second));
  });
}

}  // namespace

std::string sentence(const HeaderSeen& expectation) {
  std::string text = expectation.in_every ? "every request" : "at least one request";
  text += selection_text(expectation.of) + " with the header " + printable(expectation.name);
  if (expectation.value) text += ": " + printable(*expectation.value, 200);
  if (expectation.pattern) text += " matching " + printable(expectation.pattern->text(), 200);
  return text;
}

Verdict verdict(const HeaderSeen& expectation, const Journal::Exchanges& all) {
  const auto found = selected(expectation.of, all);
  if (found.empty()) return no_request(expectation.of, all);
  Verdict verdict;
  std::ranges::copy_if(found, std::back_inserter(verdict.requests),
                       [&](const Exchange& exchange) { return !has_header(expectation, exchange); });
  const auto without = verdict.requests.size();
  verdict.holds = expectation.in_every ? without == 0 : without < found.size();
  verdict.final = !verdict.holds && expectation.in_every && std::ranges::any_of(verdict.requests, [](const auto& one) {
    return one.request_complete.has_value();
  });
  verdict.got = (without == found.size() ? (without == 1 ? "one" : "all " + std::to_string(without))
                                         : std::to_string(without) + " of " + std::to_string(found.size())) +
                " without it";
  if (without == 0) verdict.got = "all with it";
  if (!verdict.requests.empty()) {
    const auto other = find_header(verdict.requests.front().request.headers, expectation.name);
    if (other)
      verdict.got += "; #" + std::to_string(verdict.requests.front().sequence) + " has " + printable(*other, 200);
  }
  return verdict;
}

}  // namespace mock_server::expect
