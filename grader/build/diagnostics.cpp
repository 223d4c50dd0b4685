#include "grader/build/diagnostics.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "grader/build/compiler_message.hpp"
#include "grader/build/diagnostics_detail.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using namespace diagnostics_detail;

// The text between the quotes or after the colon: "ld.lld: error: undefined symbol: foo()", "undefined reference to
// `foo()'".
std::optional<std::string> symbol_after(std::string_view line, std::string_view marker) {
  const std::size_t at = line.find(marker);
  if (at == std::string_view::npos) return std::nullopt;
  std::string_view symbol = line.substr(at + marker.size());
  if (!symbol.empty() && (symbol.front() == '`' || symbol.front() == '\'')) {
    symbol.remove_prefix(1);
    symbol = symbol.substr(0, symbol.rfind('\''));
  }
  return cut_text(neutralise(symbol), kMaxMessageBytes);
}

std::optional<std::string> symbol_after_any(std::string_view line, std::span<const std::string_view> markers) {
  for (const std::string_view marker : markers) {
    if (auto symbol = symbol_after(line, marker)) return symbol;
  }
  return std::nullopt;
}

// lld says ">>> defined at timeout.cpp:30 (./timeout.cpp:30)" under a duplicate symbol.
void find_place(std::string_view line, const DiagnosticContext& context, BuildDiagnostic& diagnostic) {
  if (!diagnostic.file.empty()) return;
  for (const SourceFile& file : *context.files) {
    const std::string needle = fs::path(file.name).filename().string() + ":";
    const std::size_t at = line.find(needle);
    if (at == std::string_view::npos) continue;
    unsigned number = 0;
    std::from_chars(line.data() + at + needle.size(), line.data() + line.size(), number);
    if (number == 0) continue;
    diagnostic.file = context.exercise + "/" + file.name;
    diagnostic.line = number;
    diagnostic.source_line = line_at(file.content, number);
  }
}

std::string duplicate_message(const std::string& symbol) {
  if (symbol == "main")
    return "the file defines main(), and the course brings its own; remove it or give it another name";
  return "'" + symbol +
         "' is defined twice: here and in the course's own code; give yours another name or make it static";
}

std::string undefined_message(const std::string& symbol) {
  return "'" + symbol +
         "' is declared and used, but nothing defines it; are its name, namespace and parameter types still the ones "
         "of the header?";
}

}  // namespace

BuildDiagnostic without_place(std::string severity, std::string message) {
  BuildDiagnostic diagnostic;
  diagnostic.severity = std::move(severity);
  diagnostic.message = std::move(message);
  return diagnostic;
}

std::vector<BuildDiagnostic> parse_linker_output(std::string_view output, const DiagnosticContext& context) {
  static constexpr std::string_view kUndefined[] = {"undefined symbol: ", "undefined reference to "};
  static constexpr std::string_view kDuplicate[] = {"duplicate symbol: ", "multiple definition of "};
  std::vector<BuildDiagnostic> diagnostics;
  std::set<std::string> seen;
  bool describing = false;  // whether the ">>>" lines that follow belong to a message that was kept
  const auto add = [&](std::string message) {
    describing = seen.insert(message).second;
    if (describing) diagnostics.push_back(without_place("error", std::move(message)));
  };
  for (const std::string_view line : lines_of(output)) {
    const auto undefined = symbol_after_any(line, kUndefined);
    const auto duplicate = undefined ? std::nullopt : symbol_after_any(line, kDuplicate);
    if (undefined) add(undefined_message(*undefined));
    if (duplicate) add(duplicate_message(*duplicate));
    if (undefined || duplicate || line.starts_with(">>>")) {
      if (describing) find_place(line, context, diagnostics.back());
      continue;
    }
    const auto raw = parse_message(line);
    if (raw && raw->severity == "error" && line.find("linker command failed") == std::string_view::npos) {
      add(cut_text(neutralise(raw->text), kMaxMessageBytes));
    }
  }
  cap(diagnostics);
  return diagnostics;
}

std::string installation_fault(std::string_view output) {
  static constexpr std::string_view kSigns[] = {"precompiled header",
                                                "PCH file",
                                                "AST file",
                                                "no such file or directory: ",
                                                "cannot open ",
                                                "cannot find ",
                                                "unable to find library",
                                                "unable to execute command",
                                                "No space left on device",
                                                "unable to open output file",
                                                "Cannot allocate memory"};
  for (const std::string_view line : lines_of(output)) {
    // The sandbox that the tool should have run in.
    if (line.starts_with("bwrap: ")) return cut_text(neutralise(line), kMaxMessageBytes);
    const auto raw = parse_message(line);
    // With a line of its own a message is about some source text, and whoever wrote that chose the words.
    if (!raw || raw->severity != "error" || raw->line != 0) continue;
    for (const std::string_view sign : kSigns) {
      if (raw->text.find(sign) != std::string_view::npos) return cut_text(neutralise(line), kMaxMessageBytes);
    }
  }
  return {};
}

}  // namespace grader
