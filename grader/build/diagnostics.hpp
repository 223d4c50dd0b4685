#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "grader/build/intake.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {

/// What the messages of a compiler or linker are about.
struct DiagnosticContext {
  std::string exercise;                  ///< "01_timeout"
  const std::vector<SourceFile>* files;  ///< the student's files, for names and lines
  std::filesystem::path root;            ///< paths below it are shown relative to it
};

/// A message that points at no place.
BuildDiagnostic without_place(std::string severity, std::string message);

/// Reads a compiler's messages and cuts them to what helps the student.
///
/// Those about the student's files are mapped to "01_timeout/timeout.cpp" and get their line. An error in a header of the
/// kit or of a library is shown at the student's line that led to it, with the header in its message; where the compiler
/// names no such line, it counts as one more behind the error before it. Warnings elsewhere are none of the student's
/// business. Of the notes, those stay that say something about the student's code, and few others. What is explained
/// (explain_message.hpp) carries its explanation. All text is neutralised. At most 50 are kept, and what is left out is
/// announced.
std::vector<BuildDiagnostic> parse_compiler_output(std::string_view output, const DiagnosticContext& context);

/// Reads a linker's messages (lld, bfd, gold) and says what they mean for the student: a function that is missing,
/// main, a name that exists twice.
std::vector<BuildDiagnostic> parse_linker_output(std::string_view output, const DiagnosticContext& context);

/// Finds the line by which a compiler or linker says that our installation or the machine is broken, not the student's
/// file: a stale precompiled header, a missing library, a full disk, a sandbox that could not be built. Empty when there is none.
std::string installation_fault(std::string_view output);

}  // namespace grader
