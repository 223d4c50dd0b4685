#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "grader/mutation/mutate.hpp"
#include "mock_server/json/problem.hpp"

namespace grader::mutation {

/// Mutants of one exercise that an author has found to change nothing that the contract speaks of.
///
/// An entry of `solutions/NN_topic/mutants.json`, which is a list of objects:
///   "kind"     the kind of change
///   "line"     optional: the changed line as it stands in the reference, blanks around it aside; without it every
///              mutant of the kind is meant
///   "becomes"  optional: that line after the change; without it every change of the kind to that line is meant
///   "reason"   why no test can tell them apart
struct Equivalent {
  std::string kind;
  std::string line;
  std::string becomes;
  std::string reason;
  unsigned at_line = 0;  ///< where the entry stands in its file

  bool means(const Mutant& mutant) const;
};

/// Reads mutants.json; `name` is how messages call it. What is wrong with it is added to `problems`.
std::vector<Equivalent> read_equivalents(const std::string& name, std::string_view text,
                                         std::vector<mock_server::json::Problem>& problems);

}  // namespace grader::mutation
