#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "mock_server/nearest_route.hpp"
#include "mock_server/route.hpp"
#include "mock_server/states.hpp"

namespace mock_server {

/// The routes of one server, and the states that they share.
///
/// Theory of operation: looking for the route that answers, counting the attempt and setting states happen under one
/// lock, so that of any number of requests exactly one sees a state before it changes. Code of the test's own is called
/// after the lock is released.
/// Threads:  safe from any thread; a Route& stays valid as long as the table.
class Routes {
 public:
  Routes() = default;
  Routes(std::vector<Sentence> sentences, StateValues states);

  /// Adds a route with a blank sentence. It takes the place of an earlier one as soon as it answers the same requests.
  Route& on(const std::string& method, const std::string& path);

  /// Returns:  what the route that answers a request does about it, or nothing if none does.
  std::optional<Choice> choose(const Request& request, const Moment& moment);

  /// Returns:  the route for a request, or null.
  Route* match(const Request& request) const;

  /// Returns:  what comes nearest to a request that no route answers.
  NearestRoute nearest(const Request& request) const;

  std::string state(const std::string& name) const;
  void set_state(const std::string& name, const std::string& value);

 private:
  Route* find(const Request& request) const;
  void retire_what_the_newest_replaces();

  const std::shared_ptr<std::mutex> mutex_ = std::make_shared<std::mutex>();
  States states_;
  std::vector<std::unique_ptr<Route>> routes_;
  std::vector<std::unique_ptr<Route>> retired_;  // never chosen any more; somebody may hold a reference
};

}  // namespace mock_server
