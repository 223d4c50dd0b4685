#pragma once

#include <optional>
#include <vector>

#include "mock_server/request_key.hpp"
#include "mock_server/request_matcher.hpp"
#include "mock_server/stage.hpp"
#include "mock_server/token_bucket.hpp"

namespace mock_server {

/// What happens to a share of the requests instead of the plan.
struct Chance {
  double p = 0;  ///< from 0 to 1; of several, the shares add up to 1 at most
  Stage stage = {};

  static constexpr double kWhole = 1 + 1e-9;  ///< what shares may add up to: ten times 0.1 is a little more than 1
};

/// All that was said about one route, in C++ (see Route) or in a scenario: who is answered, and how.
///
/// A request goes past the rate limit first, then the chances, then the stages in their order. One that the limit or a
/// chance has caught uses up no stage and sets no state: for the stages it has never been there.
struct Sentence {
  RequestMatcher match = {};
  StateValues when_state = {};  ///< the route answers only while these hold
  RequestKey key = {};
  std::optional<RateLimit> rate_limit = {};
  std::vector<Chance> chances = {};
  std::vector<Stage> stages = {Stage{}};  ///< never empty
  Chooser chooser = {};                   ///< replaces the stages

  /// Whether both would answer the same requests, so that only one of them ever does.
  bool answers_the_same(const Sentence& other) const { return match == other.match && when_state == other.when_state; }
};

}  // namespace mock_server
