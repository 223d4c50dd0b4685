#include "grader/build/diagnostics.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>
#include <set>
#include <span>
#include <utility>

#include "grader/build/text.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxDiagnostics = 50;
constexpr std::size_t kMaxNotesElsewhere = 3;
constexpr std::size_t kMaxMessageBytes = 2000;
constexpr std::size_t kMaxLineBytes = 400;

std::vector<std::string_view> lines_of(std::string_view text) {
  std::vector<std::string_view> lines;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    lines.push_back(text.substr(at, end - at));
    at = end + 1;
  }
  return lines;
}

std::string line_at(const std::string& content, unsigned number) {
  const auto lines = lines_of(content);
  if (number == 0 || number > lines.size()) return {};
  std::string_view line = lines[number - 1];
  if (line.ends_with('\r')) line.remove_suffix(1);
  return cut_text(neutralise(line), kMaxLineBytes);
}

// Takes ":123" off the end of `text`.
std::optional<unsigned> take_number(std::string_view& text) {
  const std::size_t colon = text.rfind(':');
  if (colon == std::string_view::npos || colon + 1 == text.size()) return std::nullopt;
  unsigned number = 0;
  const auto [end, error] = std::from_chars(text.data() + colon + 1, text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  text.remove_suffix(text.size() - colon);
  return number;
}

struct RawMessage {
  std::string_view path;  // empty: the tool itself speaks
  unsigned line = 0;
  unsigned column = 0;
  std::string severity;
  std::string_view text;
};

std::optional<RawMessage> parse_message(std::string_view line) {
  static constexpr std::array<std::pair<std::string_view, const char*>, 4> kMarkers{
      {{": fatal error: ", "error"}, {": error: ", "error"}, {": warning: ", "warning"}, {": note: ", "note"}}};
  std::size_t first = std::string_view::npos;
  RawMessage message;
  for (const auto& [marker, severity] : kMarkers) {
    const std::size_t at = line.find(marker);
    if (at >= first) continue;
    first = at;
    message.severity = severity;
    message.text = line.substr(at + marker.size());
  }
  if (first == std::string_view::npos) {
    if (!line.starts_with("fatal error: ")) return std::nullopt;
    return RawMessage{{}, 0, 0, "error", line.substr(13)};
  }
  std::string_view place = line.substr(0, first);
  const auto last = take_number(place);
  if (!last) return message;
  const auto before = take_number(place);
  message.path = place;
  message.line = before.value_or(*last);
  message.column = before ? *last : 0;
  return message;
}

const SourceFile* students_file(std::string_view path, const DiagnosticContext& context) {
  while (path.starts_with("./")) path.remove_prefix(2);
  const auto found = std::ranges::find(*context.files, path, &SourceFile::name);
  return found == context.files->end() ? nullptr : &*found;
}

std::string shown_place(const RawMessage& raw, const DiagnosticContext& context) {
  const fs::path path(raw.path);
  const fs::path below = context.root.empty() ? fs::path() : path.lexically_relative(context.root);
  const bool inside = !below.empty() && *below.begin() != "..";
  return (inside ? below : path.filename()).string() + ":" + std::to_string(raw.line) + ": ";
}

BuildDiagnostic to_diagnostic(const RawMessage& raw, const DiagnosticContext& context) {
  BuildDiagnostic diagnostic;
  diagnostic.severity = raw.severity;
  std::string text(raw.text);
  if (const SourceFile* file = students_file(raw.path, context)) {
    diagnostic.file = context.exercise + "/" + file->name;
    diagnostic.line = raw.line;
    diagnostic.column = raw.column;
    diagnostic.source_line = line_at(file->content, raw.line);
  } else if (!raw.path.empty()) {
    text = shown_place(raw, context) + text;
  }
  diagnostic.message = cut_text(neutralise(text), kMaxMessageBytes);
  return diagnostic;
}

void cap(std::vector<BuildDiagnostic>& diagnostics) {
  if (diagnostics.size() <= kMaxDiagnostics) return;
  const std::size_t left_out = diagnostics.size() - kMaxDiagnostics;
  diagnostics.resize(kMaxDiagnostics);
  diagnostics.push_back(without_place("note", std::to_string(left_out) + " more messages are left out"));
}

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

std::vector<BuildDiagnostic> parse_compiler_output(std::string_view output, const DiagnosticContext& context) {
  std::vector<BuildDiagnostic> diagnostics;
  bool owner_kept = false;
  std::size_t notes_elsewhere = 0;
  for (const std::string_view line : lines_of(output)) {
    const auto raw = parse_message(line);
    if (!raw) continue;
    const bool theirs = students_file(raw->path, context) != nullptr;
    if (raw->severity == "note") {
      if (!owner_kept || (!theirs && ++notes_elsewhere > kMaxNotesElsewhere)) continue;
    } else {
      notes_elsewhere = 0;
      owner_kept = theirs || raw->severity == "error";
      if (!owner_kept) continue;
    }
    diagnostics.push_back(to_diagnostic(*raw, context));
  }
  cap(diagnostics);
  return diagnostics;
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
