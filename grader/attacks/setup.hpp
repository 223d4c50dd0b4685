#pragma once

#include <string>
#include <vector>

#include "grader/sandbox/confinement.hpp"

namespace attacks {

/// A kind of machine and grader: the attacks are graded in each.
struct Setup {
  std::string name;  ///< "A, root"
  sandbox::Level level = sandbox::Level::kC;
  bool root = false;               ///< the grader runs as root; else as an ordinary user
  bool without_namespaces = true;  ///< as in most containers
};

/// The setups that this process can make, strongest first: those with root need it.
std::vector<Setup> setups();

/// Turns the calling process into the setup's: gives up root, or what it takes to make namespaces. There is no way back.
///
/// Errors: std::system_error.
void enter(const Setup& setup);

}  // namespace attacks
