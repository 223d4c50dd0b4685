#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "mock_server/sentence.hpp"
#include "mock_server/states.hpp"

namespace mock_server {

/// One part of a request that is not what a route wants.
struct Difference {
  std::string part;    ///< "method", "path", "query page", "header X-A", "body", "state breaker"
  std::string asked;   ///< what the request has
  std::string wanted;  ///< what the route wants
  std::string marks;   ///< carets that stand under `wanted` where it differs; empty where both are wholly different
};

/// Finds the route that comes nearest to a request which none answers, and says what differs.
class NearestRoute {
 public:
  /// Requires: `request` and `states` outlive the last consider().
  NearestRoute(const Request& request, const States& states);

  void consider(const Sentence& route);

  /// Returns:  "no route for GET /itmes/7; the nearest is GET /items/*".
  std::string sentence() const;
  const std::string& name() const { return name_; }  ///< "GET /items/*"; empty if there are no routes
  const std::vector<Difference>& differences() const { return differences_; }

  /// Returns:  the differences as lines for people: what was asked, what the route wants, carets.
  std::vector<std::string> lines() const;

  /// Returns:  all of it as a JSON object, one member or line of text per line.
  std::string to_json() const;

 private:
  const Candidate candidate_;
  const States& states_;
  std::string asked_;
  std::string name_;
  std::size_t distance_ = 0;
  std::vector<Difference> differences_;
};

}  // namespace mock_server
