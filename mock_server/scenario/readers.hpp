#pragma once

// The parts of parse_scenario; not for use outside this folder.

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/json/fields.hpp"
#include "mock_server/scenario/scenario.hpp"

namespace mock_server {

using json::Fields;
using json::Findings;
using json::JsonMember;
using json::JsonValue;
using json::Placed;
using json::Words;

inline constexpr std::int64_t kLongestMs = 24LL * 60 * 60 * 1000;

/// What the parts of one file need of each other.
struct Reading {
  std::string_view text;
  Findings& findings;
  Words states = {};                                   ///< names that "states" declares
  std::map<std::string, Words> values = {};            ///< by name: the values a state begins with or is set to
  std::vector<std::pair<Placed, Placed>> wishes = {};  ///< names and values that routes wait for
};

/// Calls back for each member of an object whose keys are the author's own; notes a key given twice and a value that is
/// no object.
void each_member(Fields& fields, std::string_view key, Findings& findings,
                 const std::function<void(const JsonMember&)>& read);

RequestMatcher read_match(const JsonValue& value, Reading& reading);

/// A step of a plan, and a chance.
Stage read_step(const JsonValue& value, Reading& reading);
Chance read_chance(const JsonValue& value, Reading& reading);

/// "when_state" and "set_state": names that were declared, with their values.
StateValues read_state_values(Fields& fields, std::string_view key, Reading& reading, bool is_wish);

}  // namespace mock_server
