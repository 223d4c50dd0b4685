#pragma once

#include <string>

#include "mock_server/testing/golden.hpp"

namespace grader::testing_help {

/// Compares a text with grader/report/golden/NAME.
inline void expect_golden(const std::string& name, const std::string& text) {
  mock_server::testing_help::expect_golden("grader/report", name, text);
}

}  // namespace grader::testing_help
