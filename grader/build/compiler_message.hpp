#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace grader {

/// One message as clang prints it: `PATH:LINE:COLUMN: error: TEXT`. The views are into the output it was read from.
struct CompilerMessage {
  std::string_view path;  ///< empty: the tool itself speaks
  unsigned line = 0;
  unsigned column = 0;
  std::string severity;  ///< "error", "warning", "note"
  std::string_view text;
};

/// An error or a warning with the notes that follow it: candidates, the instantiations that led there, declarations.
struct CompilerFinding {
  CompilerMessage head;
  std::vector<CompilerMessage> notes;
};

/// Splits a text at its line ends.
std::vector<std::string_view> lines_of(std::string_view text);

/// Reads one line; nullopt when it is no message.
std::optional<CompilerMessage> parse_message(std::string_view line);

/// Reads a compiler's whole output, in its order. Notes before the first error or warning are left out.
std::vector<CompilerFinding> parse_findings(std::string_view output);

}  // namespace grader
