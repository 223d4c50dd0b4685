#pragma once

#include <chrono>
#include <nlohmann/json.hpp>
#include <vector>

#include "grader/commands/console.hpp"
#include "grader/commands/mutation_tally.hpp"
#include "grader/commands/session.hpp"

namespace grader {

/// What `verify --mutants` found.
class MutationReport {
 public:
  MutationReport(std::vector<MutationResult> results, double required_rate, std::chrono::milliseconds elapsed);

  const std::vector<MutationResult>& results() const { return results_; }
  const std::vector<MutationTally>& tallies() const { return tallies_; }
  double required_rate() const { return required_rate_; }
  std::chrono::milliseconds elapsed() const { return elapsed_; }

  std::vector<Deviation> deviations(std::size_t i) const;
  bool reaches_the_rate(std::size_t i) const { return tallies_[i].rate >= required_rate_; }
  bool good_enough() const;  ///< every exercise reaches the rate, and nothing deviates
  bool complete() const;     ///< no grader error

 private:
  std::vector<MutationResult> results_;
  std::vector<MutationTally> tallies_;
  double required_rate_;
  std::chrono::milliseconds elapsed_;
};

/// Prints the table of exercises, what each criterion catches, and the surviving mutants as differences.
void print(const MutationReport& report, Console& console);

/// The same as hangtime/mutants/1.
nlohmann::json to_json(const MutationReport& report, const Session& session);

}  // namespace grader
