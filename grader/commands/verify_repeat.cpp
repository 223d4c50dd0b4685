#include "grader/commands/verify_repeat.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "grader/build/text.hpp"

namespace grader {
namespace {

using Verdict = std::pair<CriterionStatus, int>;

Verdict verdict_of(const CriterionScore& score) { return {score.status, score.earned}; }

// The first run that says what most say.
std::size_t usual_run(const std::vector<ExerciseScore>& runs, std::size_t criterion) {
  std::map<Verdict, std::size_t> counts;
  for (const ExerciseScore& run : runs) ++counts[verdict_of(run.criteria[criterion])];
  std::size_t usual = 0;
  for (std::size_t i = 1; i < runs.size(); ++i) {
    if (counts[verdict_of(runs[i].criteria[criterion])] > counts[verdict_of(runs[usual].criteria[criterion])])
      usual = i;
  }
  return usual;
}

// What broke in the grader explains more than the tests that did not run because of it.
const TestResult* test_that_differs(const CriterionScore& odd, const CriterionScore& usual) {
  const TestResult* found = nullptr;
  for (const TestResult& test : odd.tests) {
    const auto same = std::ranges::find(usual.tests, test.test, &TestResult::test);
    if (same != usual.tests.end() && same->status == test.status) continue;
    if (test.status == TestStatus::kGraderError) return &test;
    if (found == nullptr) found = &test;
  }
  return found;
}

std::string shown(const TestResult& test) {
  std::string text = test.message;
  std::ranges::replace(text, '\n', ' ');
  if (!test.expected.empty()) text += "; expected " + test.expected;
  if (!test.got.empty()) text += "; got " + test.got;
  return neutralise(text);
}

}  // namespace

std::vector<Deviation> compare_runs(const std::string& file, const std::vector<ExerciseScore>& runs,
                                    std::uint64_t first_seed) {
  std::vector<Deviation> found;
  if (runs.empty()) return found;
  for (std::size_t c = 0; c < runs.front().criteria.size(); ++c) {
    const CriterionScore& usual = runs[usual_run(runs, c)].criteria[c];
    std::size_t odd_runs = 0;
    std::size_t odd_run = 0;
    for (std::size_t i = 0; i < runs.size(); ++i) {
      if (verdict_of(runs[i].criteria[c]) == verdict_of(usual)) continue;
      if (odd_runs++ == 0) odd_run = i;
    }
    if (odd_runs == 0) continue;
    const CriterionScore& odd = runs[odd_run].criteria[c];
    Deviation deviation;
    deviation.file = file;
    deviation.criterion = usual.criterion->id;
    deviation.message = "differs in " + std::to_string(odd_runs) + " of " + std::to_string(runs.size()) +
                        " runs: " + std::string(to_string(odd.status)) + " with seed " +
                        std::to_string(first_seed + odd_run) + ", else " + std::string(to_string(usual.status));
    if (const TestResult* test = test_that_differs(odd, usual)) {
      deviation.test = test->test.name;
      deviation.message += "; the test " + std::string(to_string(test->status));
      if (const std::string text = shown(*test); !text.empty()) deviation.message += ": " + text;
    }
    found.push_back(std::move(deviation));
  }
  return found;
}

}  // namespace grader
