#include "grader/mutation/equivalents.hpp"

#include <iterator>

#include "grader/mutation/kinds.hpp"
#include "mock_server/json/fields.hpp"

namespace grader::mutation {
namespace {

namespace json = mock_server::json;

constexpr const char* kAbsent = "";

std::string_view trimmed(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t\r\n");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

std::string_view first_line(std::string_view text) { return trimmed(text.substr(0, text.find('\n'))); }

json::Words kind_names() {
  json::Words names;
  for (const Kind& kind : kinds()) names.emplace_back(kind.name);
  return names;
}

Equivalent read_entry(const json::JsonValue& value, json::Findings& findings) {
  json::Fields fields(value, "an equivalent mutant", {"kind", "line", "becomes", "reason"}, findings);
  Equivalent entry;
  entry.kind = fields.one_of("kind", kind_names()).text;
  entry.line = trimmed(fields.text("line", kAbsent).text);
  entry.becomes = trimmed(fields.text("becomes", kAbsent).text);
  entry.reason = fields.text("reason").text;
  entry.at_line = findings.locate(value.offset).line;
  return entry;
}

}  // namespace

bool Equivalent::means(const Mutant& mutant) const {
  if (kind != mutant.kind) return false;
  if (!line.empty() && line != first_line(mutant.before)) return false;
  return becomes.empty() || becomes == first_line(mutant.after);
}

std::vector<Equivalent> read_equivalents(const std::string& name, std::string_view text,
                                         std::vector<json::Problem>& problems) {
  json::Findings findings(name, text);
  std::vector<Equivalent> entries;
  try {
    const json::JsonValue all = json::parse_json(text);
    if (all.type != json::JsonValue::Type::kArray) findings.add(all.offset, "a list of equivalent mutants is expected");
    for (const json::JsonValue& value : all.items) {
      if (value.type == json::JsonValue::Type::kObject) {
        entries.push_back(read_entry(value, findings));
      } else {
        findings.add(value.offset, "an object with \"kind\", \"line\" and \"reason\" is expected");
      }
    }
  } catch (const json::JsonSyntaxError& error) {
    findings.add(error.offset, error.what());
  }
  std::vector<json::Problem> found = findings.take();
  if (!found.empty()) entries.clear();
  problems.insert(problems.end(), std::make_move_iterator(found.begin()), std::make_move_iterator(found.end()));
  return entries;
}

}  // namespace grader::mutation
