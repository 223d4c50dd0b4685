#pragma once

#include <map>
#include <string>
#include <vector>

#include "grader/course/course.hpp"
#include "grader/course/problem.hpp"
#include "grader/events/event.hpp"

namespace grader {

/// Checks that rubric and hidden tests are one: every criterion has a test of its name, every test a criterion.
///
/// `tests` holds, by exercise, what the exercise's proctor lists. Returns the problems, none when all is well; a
/// criterion without tests is pointed at in its exercise.json, a suite without a criterion is named with its first
/// test.
std::vector<Problem> check_tests(const Course& course, const std::map<std::string, std::vector<TestName>>& tests);

}  // namespace grader
