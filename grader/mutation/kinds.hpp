#pragma once

#include <span>
#include <string_view>

#include "grader/mutation/changes.hpp"

namespace grader::mutation {

/// One way to change a program by a little, as a tired programmer or a misread line would.
struct Kind {
  std::string_view name;     ///< "relational_boundary"
  std::string_view summary;  ///< "`<` becomes `<=`, `>` becomes `>=`, and back"
  Find* find;
};

/// All kinds, in the order in which their mutants are listed when they change the same place.
std::span<const Kind> kinds();

/// Null when there is no such kind.
const Kind* find_kind(std::string_view name);

}  // namespace grader::mutation
