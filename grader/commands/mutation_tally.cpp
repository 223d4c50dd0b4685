#include "grader/commands/mutation_tally.hpp"

#include <algorithm>
#include <numeric>
#include <random>

namespace grader {
namespace {

using Fate = MutantVerdict::Kind;

bool catches(const CriterionScore& criterion) {
  return std::ranges::any_of(criterion.tests, [](const TestResult& test) {
    return test.status == TestStatus::kFailed || test.status == TestStatus::kCrashed ||
           test.status == TestStatus::kTimedOut;
  });
}

std::string first_problem(const ExerciseScore& score) {
  for (const CriterionScore& criterion : score.criteria) {
    for (const TestResult& test : criterion.tests) {
      if (test.status == TestStatus::kGraderError)
        return criterion.criterion->id + "." + test.test.name + ": " + test.message;
    }
  }
  return "was not graded to its end";
}

Deviation stale(const MutationResult& result, const mutation::Equivalent& entry) {
  Deviation deviation;
  deviation.file = result.equivalents_file;
  deviation.line = entry.at_line;
  deviation.message = "no surviving mutant is meant by this entry (" + entry.kind +
                      (entry.line.empty() ? "" : ": " + entry.line) + "); take it out, or correct it";
  return deviation;
}

}  // namespace

MutantVerdict judge_mutant(const ExerciseScore& score) {
  MutantVerdict verdict;
  if (score.build.status == BuildResult::Status::kFailed) {
    verdict.kind = Fate::kDoesNotCompile;
    return verdict;
  }
  if (score.build.status != BuildResult::Status::kBuilt) {
    verdict.problem = score.build.message;
    return verdict;
  }
  for (const CriterionScore& criterion : score.criteria) {
    if (catches(criterion)) verdict.caught_by.push_back(criterion.criterion->id);
    // One that is skipped because it needs another is known: it catches nothing.
    verdict.all_known = verdict.all_known && std::ranges::none_of(criterion.tests, [](const TestResult& test) {
                          return test.status == TestStatus::kNotRun || test.status == TestStatus::kGraderError;
                        });
  }
  if (!verdict.caught_by.empty()) {
    verdict.kind = Fate::kCaught;
  } else if (score.complete) {
    verdict.kind = Fate::kSurvives;
  } else {
    verdict.problem = first_problem(score);
  }
  return verdict;
}

MutationTally tally(const MutationResult& result) {
  MutationTally tally;
  tally.mutants = result.mutants.size();
  if (result.exercise != nullptr) {
    for (const Criterion& criterion : result.exercise->criteria) {
      if (!criterion.is_manual()) tally.criteria.push_back({criterion.id, 0, 0});
    }
  }
  std::vector<bool> used(result.equivalents.size(), false);
  for (std::size_t i = 0; i < result.mutants.size(); ++i) {
    const MutantVerdict& verdict = result.verdicts[i];
    for (const std::string& id : verdict.caught_by) {
      const auto criterion = std::ranges::find(tally.criteria, id, &CriterionTally::id);
      if (criterion == tally.criteria.end()) continue;
      ++criterion->catches;
      if (verdict.caught_by.size() == 1 && verdict.all_known) ++criterion->alone;
    }
    if (verdict.kind == Fate::kDoesNotCompile) ++tally.does_not_compile;
    if (verdict.kind == Fate::kCaught) ++tally.caught;
    if (verdict.kind == Fate::kUndecided) ++tally.undecided;
    if (verdict.kind != Fate::kSurvives) continue;
    std::size_t meant = result.equivalents.size();
    for (std::size_t k = result.equivalents.size(); k-- > 0;) {
      if (!result.equivalents[k].means(result.mutants[i])) continue;
      used[k] = true;
      meant = k;
    }
    if (meant < result.equivalents.size()) {
      ++tally.equivalent;
      tally.equals.emplace_back(i, meant);
    } else {
      tally.survivors.push_back(i);
    }
  }
  const std::size_t counted = tally.caught + tally.survivors.size();
  if (counted > 0) tally.rate = 100.0 * static_cast<double>(tally.caught) / static_cast<double>(counted);
  for (std::size_t k = 0; k < used.size(); ++k) {
    // What was not graded cannot be missed.
    if (!used[k] && !result.sampled && tally.undecided == 0)
      tally.deviations.push_back(stale(result, result.equivalents[k]));
  }
  return tally;
}

std::vector<std::size_t> sample(std::size_t all, std::size_t count, std::uint64_t seed) {
  std::vector<std::size_t> numbers(all);
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  if (count >= all) return numbers;
  // Not std::shuffle: what that draws is up to the library.
  std::mt19937_64 random(seed);
  for (std::size_t i = 0; i < count; ++i) std::swap(numbers[i], numbers[i + random() % (all - i)]);
  numbers.resize(count);
  std::ranges::sort(numbers);
  return numbers;
}

}  // namespace grader
