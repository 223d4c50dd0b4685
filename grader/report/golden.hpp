#pragma once

#include <gtest/gtest.h>

#include <cstdlib>
#include <fstream>
#include <iterator>
#include <string>

namespace grader::testing_help {

/// Compares a text with grader/report/golden/NAME. Run the test with HANGTIME_APPROVE=1 to approve what it makes now.
inline void expect_golden(const std::string& name, const std::string& text) {
  const std::string path = std::string(HANGTIME_ROOT) + "/grader/report/golden/" + name;
  if (std::getenv("HANGTIME_APPROVE") != nullptr) {
    std::ofstream(path, std::ios::binary) << text;
    return;
  }
  std::ifstream file(path, std::ios::binary);
  const std::string approved(std::istreambuf_iterator<char>(file), {});
  EXPECT_EQ(text, approved) << "differs from golden/" << name
                            << "; run with HANGTIME_APPROVE=1 to approve it, then read the diff";
}

}  // namespace grader::testing_help
