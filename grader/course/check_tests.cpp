#include "grader/course/check_tests.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

#include "grader/course/manifest.hpp"
#include "grader/course/wording.hpp"

namespace grader {
namespace {

/// Byte where a line begins; the end of the text when it has fewer lines.
std::size_t start_of_line(std::string_view text, unsigned line) {
  std::size_t at = 0;
  for (unsigned i = 1; i < line && at < text.size(); ++i) at = std::min(text.find('\n', at), text.size() - 1) + 1;
  return at;
}

Problem at_criterion(const Exercise& exercise, const Criterion& criterion, std::string message) {
  const std::string name = "exercises/" + exercise.id + "/exercise.json";
  std::ifstream file(exercise.folder / "exercise.json", std::ios::binary);
  const std::string text(std::istreambuf_iterator<char>(file), {});
  // The file may have changed since it was loaded; the id is looked for on its line, and the message stands without it.
  const std::size_t found = text.find('"' + criterion.id + '"', start_of_line(text, criterion.line));
  if (criterion.line == 0 || found == std::string::npos) return {.file = name, .message = std::move(message)};
  return Findings(name, text).locate(found, std::move(message));
}

void check_exercise(const Exercise& exercise, const std::vector<TestName>& tests, std::vector<Problem>& problems) {
  const Words ids = ids_of(exercise.criteria);
  for (const Criterion& criterion : exercise.criteria) {
    const bool has_tests = contains(tests, criterion.id, &TestName::criterion);
    if (criterion.is_manual() && has_tests) {
      problems.push_back(at_criterion(exercise, criterion, wording::tests_of_a_manual_criterion(criterion.id)));
    }
    if (has_tests || criterion.is_manual()) continue;
    problems.push_back(at_criterion(exercise, criterion, wording::criterion_without_tests(criterion.id)));
  }
  std::set<std::string> reported;
  for (const TestName& test : tests) {
    if (contains(ids, test.criterion) || !reported.insert(test.criterion).second) continue;
    problems.push_back({.file = "exercises/" + exercise.id + "/exercise.json",
                        .message = wording::suite_without_criterion(test.criterion, test.name, ids)});
  }
}

}  // namespace

std::vector<Problem> check_tests(const Course& course, const std::map<std::string, std::vector<TestName>>& tests) {
  std::vector<Problem> problems;
  for (const Exercise& exercise : course.exercises) {
    const auto found = tests.find(exercise.id);
    if (found != tests.end() && !found->second.empty()) {
      check_exercise(exercise, found->second, problems);
    } else {
      problems.push_back({.file = "exercises/" + exercise.id + "/exercise.json",
                          .message = wording::exercise_without_tests(exercise.id)});
    }
  }
  const Words ids = ids_of(course.exercises);
  for (const auto& [id, names] : tests) {
    if (contains(ids, id)) continue;
    problems.push_back({.file = "exercises/course.json", .message = wording::tests_without_exercise(id, ids)});
  }
  return problems;
}

}  // namespace grader
