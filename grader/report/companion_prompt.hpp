#pragma once

#include <optional>
#include <string>
#include <vector>

#include "grader/course/course.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {

/// A text that goes into a prompt.
struct PromptFile {
  std::string name;  ///< "timeout.hpp"
  std::string text;
};

/// What a prompt is made from. Nothing in it is secret: the exercise as its student has it, and the verdict that
/// `check` has shown already.
struct PromptFacts {
  const Course* course = nullptr;
  const Exercise* exercise = nullptr;
  std::string task;                      ///< the exercise's README.md
  std::vector<PromptFile> contract;      ///< its header, and what else the student reads and cannot change
  std::vector<PromptFile> work;          ///< the student's own files
  const ExerciseScore* score = nullptr;  ///< of exactly these files; null: not checked
  std::optional<std::size_t> row;        ///< index of a criterion; empty: the first that does not pass
};

/// A question to a student's AI companion.
struct CompanionPrompt {
  std::string text;                ///< Markdown
  std::optional<std::size_t> row;  ///< what it asks about; empty: the build, the whole exercise or nothing checked yet
};

/// Writes the prompt: the rules of the conversation (questions that guide, no solution), the task, the contract, the
/// student's code, what the last check said about one row, and a question that fits the Bloom level of the exercise's
/// objective. Every part is bounded, and cut in its middle with a mark. A student's text is quoted so that it cannot
/// leave its quotation.
CompanionPrompt write_companion_prompt(const PromptFacts& facts);

}  // namespace grader
