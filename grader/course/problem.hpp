#pragma once

#include <stdexcept>
#include <vector>

#include "mock_server/json/problem.hpp"

namespace grader {

using mock_server::json::Findings;
using mock_server::json::Problem;
using mock_server::json::render;

/// The course on disk is broken; every problem that was found at once. The command layer ends with exit code 2.
class CourseError : public std::runtime_error {
 public:
  explicit CourseError(std::vector<Problem> problems);
  const std::vector<Problem>& problems() const { return problems_; }  ///< never empty

 private:
  std::vector<Problem> problems_;
};

}  // namespace grader
