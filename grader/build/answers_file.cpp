#include "grader/build/answers_file.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "grader/build/text.hpp"

namespace grader {
namespace {

using nlohmann::json;

BuildDiagnostic at_byte(const std::string& exercise, const SourceFile& file, std::size_t byte, std::string message) {
  const std::string& text = file.content;
  const std::size_t at = std::min(byte, text.size());
  const std::size_t before = at == 0 ? std::string::npos : text.rfind('\n', at - 1);
  const std::size_t start = before == std::string::npos ? 0 : before + 1;
  BuildDiagnostic diagnostic;
  diagnostic.severity = "error";
  diagnostic.file = exercise + "/" + file.name;
  diagnostic.line =
      static_cast<unsigned>(1 + std::count(text.begin(), text.begin() + static_cast<std::ptrdiff_t>(start), '\n'));
  diagnostic.column = static_cast<unsigned>(at - start + 1);
  diagnostic.message = std::move(message);
  diagnostic.source_line = text.substr(start, text.find('\n', start) - start);
  return diagnostic;
}

// nlohmann's "[json.exception.parse_error.101] parse error at line 3, column 5: syntax error while parsing …" without its head.
std::string reason_of(const json::parse_error& error) {
  const std::string text = error.what();
  const std::size_t syntax = text.find("syntax error");
  return syntax == std::string::npos ? text : text.substr(syntax);
}

}  // namespace

std::optional<BuildDiagnostic> problem_in_answers(const std::string& exercise, const SourceFile& file) {
  try {
    const json answers = json::parse(file.content, nullptr, true, true);
    if (answers.is_object()) return std::nullopt;
    return at_byte(exercise, file, 0, "the answers are one JSON object: {\"question\": answer, …}");
  } catch (const json::parse_error& error) {
    return at_byte(exercise, file, error.byte == 0 ? 0 : error.byte - 1,
                   "this is not JSON: " + neutralise(reason_of(error)));
  }
}

}  // namespace grader
