#pragma once

#include <string>
#include <vector>

#include "grader/commands/session.hpp"

namespace grader {

/// One thing that checking students' work needs, and what to do where it is not as it should be.
struct InstallationCheck {
  std::string name;  ///< "compiler"
  bool ok = false;
  std::string detail = {};  ///< what was found
  std::string fix = {};     ///< the next step; empty when ok
};

/// Tries the compiler (does it start, is it the one the course was built with, does it treat coroutines right, does it
/// take the precompiled header) and looks for Debian's packages where the course lists them. About a second.
///
/// Errors: Interrupted, InfrastructureError when no process can be started.
std::vector<InstallationCheck> check_installation(const Session& session, const Interruption& interruption);

}  // namespace grader
