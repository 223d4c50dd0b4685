#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "mock_server/route.hpp"

namespace mock_server {

/// The routes of one server.
///
/// A path matches segment by segment; the segment "*" matches any one. The route with fewer "*" wins, then the one that
/// names a method.
/// Threads:  safe from any thread; a Route& stays valid as long as the table.
class Routes {
 public:
  /// Adds a route, or starts an existing one anew: a blank sentence, and its attempts forgotten.
  Route& on(const std::string& method, const std::string& path);

  /// Returns:  the route for a request, or null.
  Route* match(const Request& request) const;

  /// Returns:  a sentence for a request that matches nothing, naming the nearest route.
  std::string why_not(const Request& request) const;

 private:
  mutable std::mutex mutex_;
  std::vector<std::unique_ptr<Route>> routes_;
};

}  // namespace mock_server
