#pragma once

#include <string>
#include <vector>

#include "grader/attacks/attack.hpp"
#include "grader/rubric/rubric.hpp"

namespace attacks {

/// What came of one attack in one setup.
struct Outcome {
  std::string file;
  bool forged = false;                  ///< it got points that are not its due
  bool stole = false;                   ///< a secret turned up in what a report would show
  bool broke_grader = false;            ///< something could not be judged
  bool open = false;                    ///< the setup's level does not claim to stop it
  std::vector<std::string> deviations;  ///< from what attacks.json promises
};

/// Compares what the grader found with what must be found.
Outcome judge(const Attack& attack, const grader::ExerciseScore& score, const grader::BuildResult& build,
              const grader::RunRecord& run, const std::vector<std::string>& secrets, std::string_view level);

}  // namespace attacks
