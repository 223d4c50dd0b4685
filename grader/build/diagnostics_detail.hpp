#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "grader/build/compiler_message.hpp"
#include "grader/build/diagnostics.hpp"

// What the readers of a compiler's and of a linker's messages share.
namespace grader::diagnostics_detail {

inline constexpr std::size_t kMaxMessageBytes = 2000;

/// Returns the student's file that a compiler calls `path`; null when it is none of them.
const SourceFile* students_file(std::string_view path, const DiagnosticContext& context);

/// Returns a line of a file, neutralised and not too long; empty when there is no such line.
std::string line_at(const std::string& content, unsigned number);

/// Returns "exercises/kit/aio/task.hpp:7" for a place in the course, "string:9" for one in a library.
std::string shown_place(const CompilerMessage& message, const DiagnosticContext& context);

/// Makes a diagnostic of a message: with its place where that is the student's, with the place in its text elsewhere.
BuildDiagnostic to_diagnostic(const CompilerMessage& message, const DiagnosticContext& context);

/// Keeps the first 50, and says how many are left out.
void cap(std::vector<BuildDiagnostic>& diagnostics);

}  // namespace grader::diagnostics_detail
