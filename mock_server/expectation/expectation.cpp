#include "mock_server/expectation/expectation.hpp"

#include <algorithm>
#include <iterator>
#include <map>

#include "mock_server/describe.hpp"
#include "mock_server/expectation/checks.hpp"

namespace mock_server {

namespace expect {

Journal::Exchanges selected(const Selection& selection, const Journal::Exchanges& all) {
  Journal::Exchanges found;
  std::ranges::copy_if(all, std::back_inserter(found), [&](const Exchange& one) { return selection.contains(one); });
  return found;
}

std::vector<Journal::Exchanges> by_key(const Journal::Exchanges& exchanges) {
  std::vector<Journal::Exchanges> groups;
  std::map<std::string, std::size_t> places;
  for (const auto& exchange : exchanges) {
    const auto [place, is_new] = places.emplace(exchange.key, groups.size());
    if (is_new) groups.emplace_back();
    groups[place->second].push_back(exchange);
  }
  return groups;
}

Verdict no_request(const Selection& selection, const Journal::Exchanges& all) {
  Verdict verdict;
  verdict.got = "no request" + selection_text(selection);
  if (!all.empty() && !selection_text(selection).empty()) {
    verdict.got += ", but " + plural(all.size(), "other request");
    verdict.requests = all;
  }
  return verdict;
}

}  // namespace expect

Verdict check(const Expectation& expectation, const Journal::Exchanges& exchanges) {
  return std::visit(
      [&](const auto& kind) {
        Verdict verdict = expect::verdict(kind, exchanges);
        verdict.expected = expect::sentence(kind);
        return verdict;
      },
      expectation);
}

std::string expectation_text(const Expectation& expectation) {
  return std::visit([](const auto& kind) { return expect::sentence(kind); }, expectation);
}

std::string request_lines(const Journal::Exchanges& requests, std::size_t limit, const std::string& indent) {
  std::string lines;
  const bool cut = requests.size() > limit;
  const auto head = cut ? limit - limit / 3 : requests.size();
  const auto tail = cut ? requests.size() - limit / 3 : requests.size();
  for (std::size_t i = 0; i < requests.size(); ++i) {
    if (cut && i == head) {
      lines += indent + "… (" + std::to_string(tail - head) + " more)\n";
      i = tail;
      if (i == requests.size()) break;
    }
    lines += indent + request_line(requests[i]) + "\n";
  }
  return lines;
}

std::string explain(const Verdict& verdict, std::size_t limit) {
  std::string lines = "expected  " + verdict.expected + "\ngot       " + verdict.got + "\n";
  const std::string indent(10, ' ');
  const auto list = request_lines(verdict.requests, limit, indent);
  if (!list.empty()) lines += "requests" + list.substr(8);
  return lines;
}

}  // namespace mock_server
