#include <algorithm>
#include <set>

#include "mock_server/json/plain.hpp"
#include "mock_server/scenario/readers.hpp"
#include "mock_server/scenario/wording.hpp"

namespace mock_server {

namespace {

using Type = JsonValue::Type;

bool is_method(std::string_view text) {
  return std::ranges::all_of(text, [](char c) { return (c >= 'A' && c <= 'Z') || c == '-'; });
}

/// Reads {"pattern": "…"}; nothing if it has been noted as wrong.
std::optional<Pattern> read_pattern(const JsonValue& value, Reading& reading) {
  Fields fields(value, "a pattern", {"pattern"}, reading.findings);
  const Placed text = fields.text("pattern");
  const auto* const member = fields.find("pattern");
  if (text.text.empty() || member == nullptr) return std::nullopt;
  try {
    return Pattern(text.text);
  } catch (const PatternError& error) {
    reading.findings.add(json::place_in_string(reading.text, member->value, error.offset),
                         scenario_wording::bad_pattern(error.what()));
    return std::nullopt;
  }
}

void read_path(Fields& fields, RequestMatcher& match, Reading& reading) {
  const auto* const member = fields.find("path");
  if (member != nullptr && member->value.type == Type::kObject) {
    if (auto pattern = read_pattern(member->value, reading)) match.path = std::move(*pattern);
    return;
  }
  const Placed path = fields.text("path");
  if (path.text.empty()) return;
  match.path = path.text;
  if (path.text.front() != '/') {
    reading.findings.add(path.offset, scenario_wording::no_path(path.text));
  } else if (path.text.contains('\\')) {
    reading.findings.add(path.offset, scenario_wording::pattern_as_path());
  } else if (path.text.contains('?')) {
    reading.findings.add(path.offset, scenario_wording::query_in_path());
  }
}

std::vector<NamedMatcher> read_named(Fields& fields, std::string_view key, Reading& reading) {
  std::vector<NamedMatcher> all;
  each_member(fields, key, reading.findings, [&](const JsonMember& member) {
    switch (member.value.type) {
      case Type::kString:
        all.push_back({member.key, member.value.string});
        break;
      case Type::kNull:
        all.push_back({member.key, absent});
        break;
      case Type::kObject:
        if (auto pattern = read_pattern(member.value, reading)) all.push_back({member.key, std::move(*pattern)});
        break;
      default:
        reading.findings.add(member.value.offset, scenario_wording::no_value(member.key, name_of(member.value.type)));
    }
  });
  return all;
}

std::optional<BodyMatcher> read_body(Fields& match, Reading& reading) {
  const JsonValue* const value = match.object("body", false);
  if (value == nullptr) return std::nullopt;
  Fields fields(*value, "\"body\"", {"json", "text", "contains"}, reading.findings);
  if (value->members.empty()) {
    reading.findings.add(value->offset, scenario_wording::needs_one_of("\"body\"", {"json", "text", "contains"}));
  } else if (value->members.size() > 1) {
    reading.findings.add(value->members[1].offset,
                         scenario_wording::only_one_of("\"body\"", value->members[0].key, value->members[1].key));
  }
  if (const auto* const json = fields.find("json")) {
    return BodyMatcher{.kind = BodyMatcher::Kind::kJson, .json = json::plain(json->value)};
  }
  if (fields.has("contains")) {
    return BodyMatcher{.kind = BodyMatcher::Kind::kContains, .text = fields.text("contains").text};
  }
  return BodyMatcher{.kind = BodyMatcher::Kind::kText, .text = fields.text("text", "").text};
}

}  // namespace

void each_member(Fields& fields, std::string_view key, Findings& findings,
                 const std::function<void(const JsonMember&)>& read) {
  const JsonValue* const value = fields.object(key, false);
  if (value == nullptr) return;
  std::set<std::string> seen;
  for (const auto& member : value->members) {
    if (!seen.insert(member.key).second) findings.add(member.offset, json::wording::duplicate_key(member.key));
    read(member);
  }
}

RequestMatcher read_match(const JsonValue& value, Reading& reading) {
  Fields fields(value, "\"match\"", {"method", "path", "query", "headers", "body"}, reading.findings);
  RequestMatcher match;
  if (fields.has("method")) match.method = fields.matching("method", is_method, "upper-case letters").text;
  read_path(fields, match, reading);
  match.query = read_named(fields, "query", reading);
  match.headers = read_named(fields, "headers", reading);
  match.body = read_body(fields, reading);
  return match;
}

}  // namespace mock_server
