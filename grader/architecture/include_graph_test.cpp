// Keeps dependencies pointing one way: what docs/architecture.md says in a table, checked against every #include of the
// tree.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <string>
#include <vector>

namespace {

namespace fs = std::filesystem;

struct Rule {
  std::string folder;                // files below it …
  std::vector<std::string> may_use;  // … may include these of our folders, besides their own
};

// The first rule whose folder a file lies in counts. Libraries from outside are CMake's business.
const std::vector<Rule>& rules() {
  static const std::vector<Rule> kRules{
      {"exercises/kit/aio", {}},
      {"exercises/", {"exercises/kit/aio"}},
      {"mock_server", {}},
      {"grader/digest", {}},
      {"grader/schema", {}},
      {"grader/wire/fuzz", {"grader/wire", "mock_server/fuzz"}},
      {"grader/wire", {}},
      {"grader/sandbox", {"grader/wire"}},
      {"grader/subject", {"exercises/kit/aio", "grader/wire"}},
      {"grader/proctor/specimen", {"exercises/kit/aio", "grader/subject"}},
      {"grader/events", {"mock_server/text"}},
      {"grader/proctor", {"mock_server", "grader/wire", "grader/sandbox", "grader/events"}},
      {"grader/course", {"mock_server/json", "mock_server/text", "grader/digest", "grader/schema", "grader/events"}},
      {"grader/rubric", {"grader/course", "grader/events"}},
      {"grader/report",
       {"grader/rubric", "grader/course", "grader/events", "mock_server/text", "mock_server/testing", "grader/schema",
        "grader/digest"}},
      {"grader/browser", {"grader/report", "grader/rubric", "grader/course", "grader/events"}},
      {"grader/mutation", {"mock_server/json"}},
      {"grader/build",
       {"grader/rubric", "grader/course", "grader/events", "mock_server/text", "grader/digest", "grader/sandbox"}},
      {"grader/kit", {"grader/build", "grader/course", "grader/digest"}},
      {"grader/commands",
       {"grader/build", "grader/kit", "grader/report", "grader/rubric", "grader/course", "grader/events",
        "grader/browser", "grader/mutation", "mock_server", "mock_server/text", "grader/digest", "grader/sandbox"}},
      {"grader/attacks",
       {"grader/build", "grader/rubric", "grader/course", "grader/events", "grader/sandbox", "exercises/kit/aio"}},
      {"grader/architecture", {}},
      {"grader/main.cpp", {"grader/commands"}},
      {"bench",
       {"grader/proctor", "grader/build", "grader/sandbox", "grader/wire", "mock_server", "exercises/kit/aio"}},
  };
  return kRules;
}

// Where an include of ours leads, as a path from the root; empty for a header from outside.
std::string target_of(const std::string& header) {
  if (header.starts_with("aio/")) return "exercises/kit/" + header;
  for (const char* root : {"grader/", "mock_server/", "exercises/", "solutions/"}) {
    if (header.starts_with(root)) return header;
  }
  return "";
}

bool lies_in(const std::string& path, const std::string& folder) {
  return path == folder || path.starts_with(folder.ends_with('/') ? folder : folder + "/");
}

std::vector<std::string> violations_of_file(const fs::path& root, const std::string& path) {
  std::vector<std::string> found;
  const std::regex include(R"(^\s*#\s*include\s*[<"]([^>"]+)[>"])");
  std::ifstream stream(root / path);
  std::size_t number = 0;
  for (std::string line; std::getline(stream, line);) {
    ++number;
    std::smatch match;
    if (!std::regex_search(line, match, include)) continue;
    const std::string place = path + ":" + std::to_string(number) + ": ";
    if (path.starts_with("solutions/")) {
      const std::string file = fs::path(path).filename();
      const bool is_test = file == "hidden_test.cpp" || file == "tryout.cpp";
      const std::string target = target_of(match[1]);
      const bool is_ours = match[1] == "grader/proctor/proctor.hpp" || match[1] == "grader/proctor/tryout.hpp";
      if (is_test && !is_ours && !target.starts_with("mock_server/") &&
          (!target.empty() || match[0].str().ends_with('"'))) {
        found.push_back(place + "a hidden test may use only the proctor and the mock server, not " + match[1].str());
      }
      continue;
    }
    const std::string target = target_of(match[1]);
    if (target.empty()) continue;
    const auto rule =
        std::ranges::find_if(rules(), [&](const Rule& candidate) { return lies_in(path, candidate.folder); });
    if (rule == rules().end()) {
      found.push_back(place + "no rule says what this folder may use");
      continue;
    }
    const bool allowed =
        lies_in(target, rule->folder) ||
        std::ranges::any_of(rule->may_use, [&](const std::string& folder) { return lies_in(target, folder); });
    if (!allowed) found.push_back(place + rule->folder + " may not use " + target);
  }
  return found;
}

std::vector<std::string> violations(const fs::path& root) {
  std::vector<std::string> found;
  for (const char* top : {"exercises", "solutions", "grader", "mock_server", "bench"}) {
    if (!fs::exists(root / top)) continue;
    for (const auto& entry : fs::recursive_directory_iterator(root / top)) {
      const auto extension = entry.path().extension();
      if (extension != ".cpp" && extension != ".hpp") continue;
      const auto more = violations_of_file(root, fs::relative(entry.path(), root).string());
      found.insert(found.end(), more.begin(), more.end());
    }
  }
  return found;
}

class PlantedTree : public ::testing::Test {
 protected:
  PlantedTree() { fs::create_directories(root_); }
  ~PlantedTree() override { fs::remove_all(root_); }
  void plant(const std::string& path, const std::string& text) {
    fs::create_directories((root_ / path).parent_path());
    std::ofstream(root_ / path) << text;
  }
  fs::path root_ = fs::path(::testing::TempDir()) / ("include_graph_" + std::to_string(::getpid()));
};

TEST_F(PlantedTree, AllowsWhatTheTableAllows) {
  plant("grader/proctor/a.cpp",
        "#include \"grader/wire/frame.hpp\"\n#include <mock_server/server.hpp>\n#include <vector>\n");
  plant("solutions/01_timeout/hidden_test.cpp", "#include <grader/proctor/proctor.hpp>\n#include <string>\n");
  EXPECT_THAT(violations(root_), ::testing::IsEmpty());
}

TEST_F(PlantedTree, NamesThePlaceOfAnArrowThatPointsTheWrongWay) {
  plant("mock_server/a.cpp", "#include <vector>\n#include <aio/task.hpp>\n");
  EXPECT_THAT(violations(root_),
              ::testing::ElementsAre("mock_server/a.cpp:2: mock_server may not use exercises/kit/aio/task.hpp"));
}

TEST_F(PlantedTree, KeepsStudentsHeadersOutOfHiddenTests) {
  plant("solutions/01_timeout/hidden_test.cpp", "#include \"timeout.hpp\"\n#include <aio/aio.hpp>\n");
  EXPECT_EQ(violations(root_).size(), 2U);
}

TEST(IncludeGraph, PointsOneWay) { EXPECT_THAT(violations(HANGTIME_ROOT), ::testing::IsEmpty()); }

}  // namespace
