#pragma once

#include <string>
#include <vector>

#include "mock_server/timeline/axis.hpp"
#include "mock_server/timeline/model.hpp"

namespace mock_server::timeline {

// What both views say, in one place.

std::string name_of(Phase phase);      ///< "waiting for the server"
std::string name_of(Outcome outcome);  ///< "answered", "client left"
inline constexpr const char* kPauseName = "pause before the next one";
inline constexpr const char* kEventName = "event of the test";
inline constexpr const char* kCutName = "time left out";

/// Returns:  "7 requests in 900 ms", and what has been left out; one or more sentences.
std::vector<std::string> summary(const Model& model, const Axis& axis);

/// Returns:  "503 after 2 ms", "client left after 200 ms (hang_mid_body)".
std::string result_sentence(const Bar& bar);

/// Returns:  "GET /flaky, attempt 2: 503 after 2 ms; the next 198 ms later".
std::string sentence(const Bar& bar);

/// What happened, in the order of time.
struct Line {
  Time at{};
  std::string number;  ///< "#2", "" for an event
  std::string text;
  bool after_left_out = false;  ///< the first one after those that were left out
};
std::vector<Line> lines(const Model& model);

}  // namespace mock_server::timeline
