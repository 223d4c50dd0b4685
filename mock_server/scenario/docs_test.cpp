// The examples of docs/scenarios.md do what the page says.

#include <gmock/gmock.h>

#include <map>
#include <sstream>

#include "mock_server/scenario/test_support.hpp"

namespace mock_server {
namespace {

using testing_help::fetch;
using testing_help::scenario;

/// The blocks between ``` and ``` with what stands after the first of them, in their order.
std::vector<std::pair<std::string, std::string>> blocks() {
  std::istringstream page(testing_help::file_text(std::filesystem::path(HANGTIME_ROOT) / "docs/scenarios.md"));
  std::vector<std::pair<std::string, std::string>> found;
  bool inside = false;
  for (std::string line; std::getline(page, line);) {
    if (line.starts_with("```")) {
      inside = !inside;
      if (inside) found.emplace_back(line.substr(3), "");
    } else if (inside) {
      found.back().second += line + "\n";
    }
  }
  return found;
}

std::string only(const std::string& kind) {
  for (const auto& [name, text] : blocks()) {
    if (name == kind) return text;
  }
  throw std::runtime_error("docs/scenarios.md has no block " + kind);
}

TEST(ScenariosPage, HasExamplesThatCanBeRead) {
  std::map<std::string, int> count;
  for (const auto& [kind, text] : blocks()) {
    ++count[kind];
    if (kind == "json scenario") EXPECT_NO_THROW(scenario(text));
    if (kind == "json route") EXPECT_NO_THROW(scenario("{\"routes\": [" + text + "]}"));
    if (kind == "json match") {
      EXPECT_NO_THROW(scenario("{\"routes\": [{\"match\": " + text + ", \"plan\": [{\"ok\": {}}]}]}"));
    }
  }
  EXPECT_EQ(count, (std::map<std::string, int>{{"json scenario", 2},
                                               {"json route", 3},
                                               {"json match", 1},
                                               {"json broken", 1},
                                               {"json 404", 1},
                                               {"text", 1}}));
}

TEST(ScenariosPage, ShowsTheErrorsOfABrokenFile) {
  const auto result = parse_scenario(only("json broken"), "broken.json");
  ASSERT_FALSE(result);
  EXPECT_EQ(json::render_all(result.error()), only("text"));
}

TEST(ScenariosPage, ShowsTheAnswerToARequestThatNothingMatches) {
  Server server({.scenario = scenario(only("json scenario"))});
  EXPECT_THAT(fetch(server, "/itmes/7"), ::testing::EndsWith("\r\n\r\n" + only("json 404")));
  EXPECT_EQ(server.journal().snapshot().at(0).fault, "not_found");
}

}  // namespace
}  // namespace mock_server
