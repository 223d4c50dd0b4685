#include "mock_server/routes.hpp"

#include <algorithm>
#include <limits>
#include <numeric>
#include <optional>
#include <string_view>

namespace mock_server {

namespace {

std::string_view take_segment(std::string_view& path) {
  const auto end = path.find('/', 1);
  const auto segment = path.substr(0, end);
  path = end == path.npos ? std::string_view{} : path.substr(end);
  return segment;
}

/// Returns the number of "*" that were needed, or nothing.
std::optional<int> wildcards(std::string_view pattern, std::string_view path) {
  if (pattern == path) return 0;
  if (!pattern.contains("/*")) return std::nullopt;  // else 15 routes cost 5 % of a plain request
  int count = 0;
  while (!pattern.empty() && !path.empty()) {
    const auto expected = take_segment(pattern);
    const auto got = take_segment(path);
    if (expected == got) continue;
    if (expected != "/*" || got == "/") return std::nullopt;
    ++count;
  }
  if (!pattern.empty() || !path.empty()) return std::nullopt;
  return count;
}

/// Source: Wagner and Fischer, "The String-to-String Correction Problem", 1974.
std::size_t edit_distance(std::string_view a, std::string_view b) {
  std::vector<std::size_t> row(b.size() + 1);
  std::iota(row.begin(), row.end(), 0);
  for (std::size_t i = 1; i <= a.size(); ++i) {
    std::size_t diagonal = row[0];
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const auto above = row[j];
      row[j] = std::min({above + 1, row[j - 1] + 1, diagonal + (a[i - 1] == b[j - 1] ? 0 : 1)});
      diagonal = above;
    }
  }
  return row.back();
}

}  // namespace

Route& Routes::on(const std::string& method, const std::string& path) {
  const std::scoped_lock lock(mutex_);
  for (const auto& route : routes_) {
    if (route->method() != method || route->path() != path) continue;
    route->reset();
    return *route;
  }
  return *routes_.emplace_back(std::make_unique<Route>(method, path));
}

Route* Routes::match(const Request& request) const {
  const std::scoped_lock lock(mutex_);
  Route* best = nullptr;
  int best_rank = std::numeric_limits<int>::max();
  for (const auto& route : routes_) {
    // HEAD is answered as GET is, without the body.
    const auto& method = request.method == "HEAD" && route->method() == "GET" ? route->method() : request.method;
    if (!route->method().empty() && route->method() != method) continue;
    const auto stars = wildcards(route->path(), request.path);
    if (!stars) continue;
    const int rank = 2 * *stars + (route->method().empty() ? 1 : 0);
    if (rank < best_rank) {
      best = route.get();
      best_rank = rank;
    }
  }
  return best;
}

std::string Routes::why_not(const Request& request) const {
  const std::scoped_lock lock(mutex_);
  const std::string no_route = "no route for " + request.method + " " + request.path;
  const Route* nearest = nullptr;
  std::size_t distance = std::numeric_limits<std::size_t>::max();
  for (const auto& route : routes_) {
    if (wildcards(route->path(), request.path)) return no_route + "; the route takes " + route->method();
    const auto this_distance = edit_distance(route->path(), request.path);
    if (this_distance < distance) {
      nearest = route.get();
      distance = this_distance;
    }
  }
  if (nearest == nullptr) return no_route + "; the server has no routes";
  return no_route + "; the nearest is " + nearest->path();
}

}  // namespace mock_server
