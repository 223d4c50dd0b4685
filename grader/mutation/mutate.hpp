#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace grader::mutation {

/// A program that differs from its original by one small change.
struct Mutant {
  std::string kind;  ///< a name from `kinds()`
  unsigned line = 0;
  unsigned column = 0;
  std::string description;  ///< "< becomes <="
  std::string before;       ///< the lines of the original that the change touches
  std::string after;        ///< what they become; empty when nothing is left of them
  std::string text;         ///< the whole mutated source
};

/// Makes every mutant of a C++ source, in the order of their places.
///
/// A mutant that reads as the original, or as another mutant (blanks and comments aside), is left out. Comments, includes
/// and other preprocessor lines, using-directives, attributes and the heads of templates are never changed. A mutant need
/// not compile.
std::vector<Mutant> mutate(std::string_view source);

}  // namespace grader::mutation
