#include "mock_server/commands/scenario_file.hpp"

#include <cerrno>
#include <fstream>
#include <sstream>
#include <system_error>
#include <utility>

namespace mock_server::commands {

std::expected<ScenarioFile, std::string> read_scenario_file(const std::string& path,
                                                            std::optional<std::uint64_t> seed) {
  errno = 0;
  std::ifstream in(path, std::ios::binary);
  std::ostringstream text;
  // A folder can be opened, and fails only when it is read.
  if (!in || !(text << in.rdbuf())) {
    const int why = errno;
    return std::unexpected("cannot read the scenario " + path + ": " +
                           (why == 0 ? "it is empty" : std::generic_category().message(why)));
  }
  auto scenario = parse_scenario(text.str(), path);
  if (!scenario) return std::unexpected(json::render_all(scenario.error()));
  if (seed) scenario->seed = seed;
  return ScenarioFile{.text = text.str(), .scenario = std::move(*scenario)};
}

}  // namespace mock_server::commands
