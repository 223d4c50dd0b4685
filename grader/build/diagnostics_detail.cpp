#include "grader/build/diagnostics_detail.hpp"

#include <algorithm>

#include "grader/build/text.hpp"

namespace grader::diagnostics_detail {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaxDiagnostics = 50;
constexpr std::size_t kMaxLineBytes = 400;

}  // namespace

std::string line_at(const std::string& content, unsigned number) {
  const auto lines = lines_of(content);
  if (number == 0 || number > lines.size()) return {};
  std::string_view line = lines[number - 1];
  if (line.ends_with('\r')) line.remove_suffix(1);
  return cut_text(neutralise(line), kMaxLineBytes);
}

const SourceFile* students_file(std::string_view path, const DiagnosticContext& context) {
  while (path.starts_with("./")) path.remove_prefix(2);
  const auto found = std::ranges::find(*context.files, path, &SourceFile::name);
  return found == context.files->end() ? nullptr : &*found;
}

std::string shown_place(const CompilerMessage& raw, const DiagnosticContext& context) {
  const fs::path path(raw.path);
  const fs::path below = context.root.empty() ? fs::path() : path.lexically_relative(context.root);
  const bool inside = !below.empty() && *below.begin() != "..";
  return (inside ? below : path.filename()).string() + ":" + std::to_string(raw.line);
}

BuildDiagnostic to_diagnostic(const CompilerMessage& raw, const DiagnosticContext& context) {
  BuildDiagnostic diagnostic;
  diagnostic.severity = raw.severity;
  std::string text(raw.text);
  if (const SourceFile* file = students_file(raw.path, context)) {
    diagnostic.file = context.exercise + "/" + file->name;
    diagnostic.line = raw.line;
    diagnostic.column = raw.column;
    diagnostic.source_line = line_at(file->content, raw.line);
  } else if (!raw.path.empty()) {
    text = shown_place(raw, context) + ": " + text;
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

}  // namespace grader::diagnostics_detail
