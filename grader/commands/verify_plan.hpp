#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "grader/build/intake.hpp"
#include "grader/course/course.hpp"
#include "grader/events/event.hpp"

namespace grader {

/// Something about the course that is not as it must be.
struct Deviation {
  std::string file;  ///< relative to the course's root
  unsigned line = 0;
  std::string criterion;
  std::string test;
  std::string message;
};

/// One text for an exercise's file, whose score is known before it is graded.
struct Variant {
  enum class Role { kStub, kReference, kRight, kWrong };
  Role role = Role::kStub;
  std::string file;  ///< relative to the course's root
  Intake intake;
  std::vector<std::string> loses;  ///< kWrong: the criteria its comment names
  unsigned loses_line = 0;
};

/// What verify will grade for one exercise, and what is wrong with it before anything is compiled.
struct ExercisePlan {
  const Exercise* exercise = nullptr;
  std::vector<Variant> variants;
  std::vector<Deviation> deviations;
};

/// Collects stub, reference, right and wrong solutions of one exercise.
ExercisePlan plan_verification(const std::filesystem::path& root, const Exercise& exercise);

/// Compares the manifest's criteria with the hidden tests.
std::vector<Deviation> compare_with_tests(const Exercise& exercise, const std::vector<TestName>& tests);

/// Reads the `// Loses: a, b` of a wrong solution's first ten lines.
///
/// Adds a deviation when there is none, when it names no criterion of the exercise, or when it is no list of names.
void read_loses(const Exercise& exercise, const std::string& text, Variant& variant,
                std::vector<Deviation>& deviations);

std::string_view to_string(Variant::Role role);  ///< "stub reference right wrong"

}  // namespace grader
