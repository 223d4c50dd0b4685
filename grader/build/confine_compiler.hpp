#pragma once

#include <sys/types.h>

#include <optional>

#include "grader/build/compile.hpp"
#include "grader/build/process.hpp"
#include "grader/sandbox/confinement.hpp"

namespace grader {

/// Puts a compiler or linker into the sandbox: it sees the system's compilers and libraries, the course's headers and
/// prebuilt parts for this exercise, and the folder with the student's files, the only place that it can write to.
/// Nothing else is there to be included or linked, hidden tests and solutions least of all; there is no network.
///
/// Does nothing at a level that cannot keep files apart.
void confine_compiler(Command& command, const CompileJob& job, const sandbox::Confinement& confinement);

/// Whether `confine_compiler` does anything at this level.
bool confines_compilers(const sandbox::Confinement& confinement);

/// The user that compilers run as, who has to own the folder they write to; nullopt: the grader's own.
std::optional<uid_t> compilers_user(const sandbox::Confinement& confinement);

}  // namespace grader
