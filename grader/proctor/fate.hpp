#pragma once

#include <string>
#include <string_view>

#include "grader/proctor/outcome.hpp"
#include "grader/sandbox/launcher.hpp"

namespace proctor {

/// Why a subject can give no more answers. The message is for the student.
struct Fate {
  Outcome::Kind kind = Outcome::Kind::kCrashed;  ///< kCrashed or kTimedOut
  std::string message;
  std::string meaning = {};  ///< what such a crash means, in a sentence; empty when there is nothing general to say
};

/// Describes a subject that ended by itself, from its exit and the end of its output.
///
/// A sanitizer's or the C++ run time's own account of the crash is quoted; exit codes alone are never believed.
Fate fate_of(const sandbox::Exit& exit, std::string_view output, bool said_hello);

}  // namespace proctor
