#pragma once

#include <string>

#include "grader/proctor/outcome.hpp"

namespace proctor {

/// Reads the answers that were handed in, `answers.json` in the working folder; none when there is no such file.
///
/// Called once by `main`, before any code of a student's runs.
void load_answers();

/// Returns the answers, as an object from question to answer.
const Json& answers();

/// Fails the test unless a question was answered as `right` says.
///
/// Texts are compared without regard to case and to blanks at their ends; numbers and truth values by value, also when they
/// stand in quotes; lists in order.
/// Message:  what was answered, and `reread`: where the answer can be found. Never the answer itself.
void expect_answer(const std::string& question, const Json& right, const std::string& reread);

/// Whether two answers mean the same, as above.
bool same_answer(const Json& left, const Json& right);

}  // namespace proctor
