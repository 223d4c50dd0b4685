#pragma once

#include <expected>
#include <string>

#include "mock_server/scenario/scenario.hpp"

namespace mock_server::commands {

/// A scenario as it was read from its file.
struct ScenarioFile {
  std::string text;  ///< "" if there is no file
  Scenario scenario;
};

/// Reads a scenario file. `seed` replaces the scenario's own.
///
/// Errors:   what to print: why it cannot be read, or everything that is wrong with it, with place and caret.
std::expected<ScenarioFile, std::string> read_scenario_file(const std::string& path, std::optional<std::uint64_t> seed);

}  // namespace mock_server::commands
