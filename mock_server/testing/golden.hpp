#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace mock_server::testing_help {

/// Compares a text with FOLDER/golden/NAME; the folder is named from the root of the repository. Run the test with HANGTIME_APPROVE=1 to approve what it makes
/// now.
inline void expect_golden(const std::string& folder, const std::string& name, const std::string& text) {
  const std::string path = std::string(HANGTIME_ROOT) + "/" + folder + "/golden/" + name;
  if (std::getenv("HANGTIME_APPROVE") != nullptr) {  // NOLINT(concurrency-mt-unsafe)
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  const std::string approved(std::istreambuf_iterator<char>(file), {});
  EXPECT_EQ(text, approved) << "differs from golden/" << name
                            << "; run with HANGTIME_APPROVE=1 to approve it, then read the diff";
}

}  // namespace mock_server::testing_help
