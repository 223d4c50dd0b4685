#include "grader/course/problem.hpp"

namespace grader {

CourseError::CourseError(std::vector<Problem> problems)
    : std::runtime_error(mock_server::json::render_all(problems)), problems_(std::move(problems)) {}

}  // namespace grader
