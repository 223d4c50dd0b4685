#pragma once

#include <cstddef>
#include <cstdint>
#include <expected>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mock_server/json/problem.hpp"
#include "mock_server/limits.hpp"
#include "mock_server/sentence.hpp"

namespace mock_server {

/// Those limits of a server that a scenario changes.
struct LimitChanges {
  std::optional<std::size_t> connections = {};
  std::optional<std::size_t> request_bytes = {};
  std::optional<std::size_t> response_bytes = {};
  std::optional<Duration> script_time = {};
  std::optional<Duration> connection_time = {};
  std::optional<Duration> idle_time = {};

  Limits applied_to(Limits limits) const;
};

/// Everything a server answers, as data: read from a file, given to a server in Options::scenario before its port opens,
/// or to Server::install() while it serves.
struct Scenario {
  std::optional<std::uint64_t> seed = {};  ///< nothing: Options::seed
  std::vector<Sentence> routes = {};
  StateValues states = {};  ///< all states, with the values they begin with
  LimitChanges limits = {};
};

/// Reads a scenario file; docs/scenarios.md describes it, scenario.schema.json is its JSON Schema.
///
/// Returns:  the scenario, or everything that is wrong with the text, in the order of the text: `render(problem)` gives
///           `file_name:line:column: message`, the line and a caret.
/// Errors:   nothing is thrown, whatever the text is.
/// Threads:  safe from any thread.
std::expected<Scenario, std::vector<json::Problem>> parse_scenario(std::string_view text, std::string file_name);

}  // namespace mock_server
