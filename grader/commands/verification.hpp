#pragma once

#include <chrono>
#include <cstddef>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "grader/commands/console.hpp"
#include "grader/commands/session.hpp"
#include "grader/commands/verify_plan.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {

/// What became of one variant.
struct Outcome {
  ExerciseScore score;  ///< of the first run
  std::vector<Deviation> deviations;
  std::size_t gradings = 0;
  bool complete = false;  ///< no grader error in any run
};

/// What `verify` found.
struct Verification {
  std::vector<ExercisePlan> plans;
  std::vector<std::vector<Outcome>> outcomes;  ///< as plans and their variants
  std::vector<std::string> only;               ///< roles that were asked for; empty: all
  unsigned repeat = 1;
  unsigned busy_processes = 0;
  std::chrono::milliseconds busy_cpu{0};  ///< processor time the busy processes used
  std::string load_problem;               ///< why there was less load than asked for; empty when there was not
  std::chrono::milliseconds elapsed{0};

  bool asks_for(Variant::Role role) const;
  std::vector<Deviation> deviations(std::size_t i) const;
  bool as_promised() const;
  bool complete() const;
  std::size_t variants() const;
  std::size_t gradings() const;
};

/// Prints the table, the deviations below their exercises, and what it took.
void print(const Verification& verification, Console& console);

/// The same as hangtime/verify/1.
nlohmann::json to_json(const Verification& verification, const Session& session);

void print_deviation(const Deviation& deviation, Console& console);
nlohmann::json to_json(const Deviation& deviation);

/// Writes a text and fills up with blanks to so many columns, at least two.
void print_cell(std::string text, std::size_t columns, Console& console);

}  // namespace grader
