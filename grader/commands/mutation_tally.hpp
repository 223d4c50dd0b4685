#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "grader/commands/verify_plan.hpp"
#include "grader/mutation/equivalents.hpp"
#include "grader/mutation/mutate.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {

/// What the hidden tests make of one mutant.
struct MutantVerdict {
  enum class Kind { kDoesNotCompile, kCaught, kSurvives, kUndecided };  ///< kUndecided: an error of ours
  Kind kind = Kind::kUndecided;
  std::vector<std::string> caught_by;  ///< criteria one of whose tests failed; a skipped one catches nothing
  bool all_known = true;               ///< false: the run was ended early, and other criteria might catch it too
  std::string problem;                 ///< kUndecided: what broke
};

/// Reads a verdict out of a mutant's score. Pure.
MutantVerdict judge_mutant(const ExerciseScore& score);

/// The mutants of one exercise with their verdicts.
struct MutationResult {
  const Exercise* exercise = nullptr;
  std::string file;     ///< the reference, relative to the course's root
  std::string skipped;  ///< why there are no mutants; empty when there are
  std::vector<mutation::Mutant> mutants;
  std::vector<MutantVerdict> verdicts;  ///< as `mutants`
  std::vector<mutation::Equivalent> equivalents;
  std::string equivalents_file;
  bool sampled = false;  ///< only some of the mutants were graded
  std::vector<Deviation> deviations;
  bool complete = true;  ///< the reference itself was graded without an error of ours
};

struct CriterionTally {
  std::string id;
  std::size_t catches = 0;
  std::size_t alone = 0;  ///< mutants that no other criterion catches
};

struct MutationTally {
  std::size_t mutants = 0;
  std::size_t does_not_compile = 0;
  std::size_t caught = 0;
  std::size_t equivalent = 0;
  std::size_t undecided = 0;
  std::vector<std::size_t> survivors;                       ///< indices of mutants, the equivalent ones left out
  std::vector<std::pair<std::size_t, std::size_t>> equals;  ///< mutant and the equivalent that means it
  std::vector<CriterionTally> criteria;
  double rate = 100;                  ///< percent of caught and surviving mutants that are caught
  std::vector<Deviation> deviations;  ///< equivalents that mean no surviving mutant
};

/// Counts. Pure.
MutationTally tally(const MutationResult& result);

/// Chooses `count` of `all` numbers, the same ones for the same seed, in ascending order.
std::vector<std::size_t> sample(std::size_t all, std::size_t count, std::uint64_t seed);

}  // namespace grader
