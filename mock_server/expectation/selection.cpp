#include "mock_server/expectation/selection.hpp"

#include <algorithm>

#include "mock_server/describe.hpp"
#include "mock_server/expectation/amount.hpp"

namespace mock_server {

namespace {

bool path_matches(std::string_view pattern, std::string_view path) {
  while (!pattern.empty() && !path.empty()) {
    const auto expected = pattern.substr(0, pattern.find('/', 1));
    const auto got = path.substr(0, path.find('/', 1));
    if (expected != got && (expected != "/*" || got == "/")) return false;
    pattern.remove_prefix(expected.size());
    path.remove_prefix(got.size());
  }
  return pattern.empty() && path.empty();
}

}  // namespace

Selection::Selection(std::string_view text) {
  const auto blank = text.find(' ');
  if (blank == text.npos || text.starts_with('/')) {
    path = text;
  } else {
    method = text.substr(0, blank);
    path = text.substr(blank + 1);
  }
}

bool Selection::contains(const Exchange& exchange) const {
  if (!method.empty() && method != exchange.request.method) return false;
  if (!key.empty() && key != exchange.key) return false;
  return path.empty() || path_matches(path, exchange.request.path);
}

Selection with_key(std::string key) {
  Selection selection;
  selection.key = std::move(key);
  return selection;
}

std::string selection_text(const Selection& selection) {
  std::string text;
  if (!selection.method.empty()) text += " with " + printable(selection.method, 20);
  if (!selection.path.empty()) text += " to " + printable(selection.path);
  if (!selection.key.empty()) text += " with the key " + printable(selection.key);
  return text;
}

std::string amount_text(const Amount& amount, const std::string& noun) {
  if (amount.most == 0) return "no " + noun;
  if (amount.least == amount.most) return "exactly " + plural(amount.least, noun);
  if (amount.least == 0) {
    return amount == Amount{} ? "any number of " + noun + "s" : "at most " + plural(amount.most, noun);
  }
  if (amount.most == Amount{}.most) return "at least " + plural(amount.least, noun);
  return "from " + std::to_string(amount.least) + " to " + plural(amount.most, noun);
}

}  // namespace mock_server
