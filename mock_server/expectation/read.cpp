#include "mock_server/expectation/read.hpp"

#include <array>
#include <functional>

#include "mock_server/json/fields.hpp"
#include "mock_server/json/json_source.hpp"

namespace mock_server {

namespace {

using json::Fields;
using json::Findings;
using json::JsonValue;
using json::Words;

constexpr std::int64_t kMostRequests = 1'000'000'000;
constexpr std::int64_t kLongestMs = 1'000'000'000'000;

const Words kSelection = {"method", "path", "key"};
const Words kAmount = {"exactly", "at_least", "at_most"};

Words joined(Words words, const Words& more) {
  words.insert(words.end(), more.begin(), more.end());
  return words;
}

std::string optional_text(Fields& fields, std::string_view key) {
  return fields.has(key) ? fields.text(key).text : std::string();
}

std::optional<Duration> optional_ms(Fields& fields, std::string_view key) {
  if (!fields.has(key)) return std::nullopt;
  return std::chrono::milliseconds(fields.whole(key, 0, kLongestMs));
}

Selection selection_of(Fields& fields) {
  Selection selection;
  selection.method = optional_text(fields, "method");
  selection.path = optional_text(fields, "path");
  selection.key = optional_text(fields, "key");
  return selection;
}

/// Reads "exactly", or "at_least" and "at_most", one of which must be there.
Amount amount_of(Fields& fields) {
  const auto whole = [&fields](std::string_view key) {
    return static_cast<std::size_t>(fields.whole(key, 0, kMostRequests));
  };
  Amount amount;
  const bool bounded = fields.has("at_least") || fields.has("at_most");
  if (fields.has("exactly") == bounded) {
    fields.findings().add(fields.offset(), R"(give "exactly", or "at_least" and "at_most" or one of them)");
    return amount;
  }
  if (!bounded) return exactly(whole("exactly"));
  if (fields.has("at_least")) amount.least = whole("at_least");
  if (fields.has("at_most")) amount.most = whole("at_most");
  if (amount.least > amount.most) fields.findings().add(fields.offset(), R"("at_least" is more than "at_most")");
  return amount;
}

Expectation read_count(const JsonValue& value, Findings& findings) {
  Fields fields(value, "a count", joined(kSelection, kAmount), findings);
  auto of = selection_of(fields);
  return expect::Count{std::move(of), amount_of(fields)};
}

Expectation read_attempts(const JsonValue& value, Findings& findings) {
  Fields fields(value, "\"attempts\"", joined(kSelection, kAmount), findings);
  auto of = selection_of(fields);
  return expect::Attempts{std::move(of), amount_of(fields)};
}

Expectation read_order(const JsonValue& value, Findings& findings) {
  Fields fields(value, "an order", {"paths", "keys"}, findings);
  if (fields.has("paths") == fields.has("keys")) findings.add(value.offset, R"(give "paths" or "keys")");
  const bool by_path = fields.has("paths");
  const auto names = fields.texts(by_path ? "paths" : "keys", false, false);
  return expect::Order{by_path ? expect::Order::By::kPath : expect::Order::By::kKey, json::texts_of(names)};
}

expect::Spacing::Window read_window(const JsonValue& value, Findings& findings) {
  Fields fields(value, "a window", {"at_least_ms", "at_most_ms"}, findings);
  expect::Spacing::Window window{.least = optional_ms(fields, "at_least_ms").value_or(Duration(0)),
                                 .most = optional_ms(fields, "at_most_ms")};
  if (window.most && window.least > *window.most) {
    findings.add(value.offset, R"("at_least_ms" is more than "at_most_ms")");
  }
  return window;
}

Expectation read_spacing(const JsonValue& value, Findings& findings) {
  Fields fields(value, "a spacing", joined(kSelection, {"at_least_ms", "windows"}), findings);
  expect::Spacing spacing{selection_of(fields), {}};
  if (fields.has("at_least_ms") == fields.has("windows")) {
    findings.add(value.offset, R"(give "at_least_ms" or "windows")");
  } else if (const auto least = optional_ms(fields, "at_least_ms")) {
    spacing.windows.push_back({.least = *least});
  }
  for (const JsonValue* window : fields.list("windows", fields.has("windows"))) {
    spacing.windows.push_back(read_window(*window, findings));
  }
  return spacing;
}

Expectation read_in_flight(const JsonValue& value, Findings& findings) {
  Fields fields(value, "\"in_flight\"", {"path", "at_most"}, findings);
  auto path = optional_text(fields, "path");
  return expect::InFlight{std::move(path), static_cast<std::size_t>(fields.whole("at_most", 0, kMostRequests))};
}

Expectation read_left(const JsonValue& value, Findings& findings) {
  Fields fields(value, "\"left\"", joined(kSelection, {"within_ms"}), findings);
  auto of = selection_of(fields);
  return expect::Left{std::move(of), optional_ms(fields, "within_ms")};
}

Expectation read_connections(const JsonValue& value, Findings& findings) {
  Fields fields(value, "\"connections\"", joined(joined(kSelection, kAmount), {"requests"}), findings);
  expect::Connections expectation{.of = selection_of(fields), .connections = amount_of(fields)};
  if (const JsonValue* requests = fields.object("requests", false)) {
    Fields amount(*requests, "\"requests\"", kAmount, findings);
    expectation.requests = amount_of(amount);
  }
  return expectation;
}

Expectation read_nothing_after(const JsonValue& value, Findings& findings) {
  Fields fields(value, "\"nothing_after\"", joined(kSelection, {"at_ms", "client_left"}), findings);
  const bool after_leaving = fields.flag("client_left", false);
  if (after_leaving == fields.has("at_ms")) findings.add(value.offset, R"(give "at_ms" or "client_left": true)");
  auto of = selection_of(fields);
  return expect::NothingAfter{std::move(of), optional_ms(fields, "at_ms")};
}

Expectation read_header(const JsonValue& value, Findings& findings) {
  Fields fields(value, "a header", joined(kSelection, {"name", "value", "pattern", "in"}), findings);
  expect::HeaderSeen header{.of = selection_of(fields), .name = fields.text("name").text, .value = {}, .pattern = {}};
  if (fields.has("value")) header.value = fields.text("value").text;
  if (fields.has("value") && fields.has("pattern")) findings.add(value.offset, R"(give "value" or "pattern")");
  if (fields.has("pattern")) {
    const auto pattern = fields.text("pattern");
    try {
      header.pattern.emplace(pattern.text);
    } catch (const PatternError& error) {
      findings.add(pattern.offset, "\"pattern\": " + std::string(error.what()));
    }
  }
  header.in_every = fields.one_of("in", {"every", "any"}, "every").text == "every";
  return header;
}

struct Kind {
  const char* name;
  Expectation (*read)(const JsonValue&, Findings&);
};

constexpr std::array<Kind, 9> kKinds{{{"count", read_count},
                                      {"order", read_order},
                                      {"attempts", read_attempts},
                                      {"spacing", read_spacing},
                                      {"in_flight", read_in_flight},
                                      {"left", read_left},
                                      {"connections", read_connections},
                                      {"nothing_after", read_nothing_after},
                                      {"header", read_header}}};

void read_expectation(const JsonValue& value, Findings& findings, std::vector<PlacedExpectation>& to) {
  Words names;
  for (const auto& kind : kKinds) names.emplace_back(kind.name);
  const Fields fields(value, "an expectation", names, findings);
  if (value.type != JsonValue::Type::kObject) return;
  if (value.members.size() != 1) {
    findings.add(value.offset, "an expectation has one key, which says its kind");
    return;
  }
  for (const auto& kind : kKinds) {
    if (!fields.has(kind.name)) continue;
    to.push_back({kind.read(value.members.front().value, findings), findings.locate(value.offset).line});
  }
}

}  // namespace

std::expected<std::vector<PlacedExpectation>, std::vector<json::Problem>> parse_expectations(std::string_view text,
                                                                                             const std::string& file) {
  Findings findings(file, text);
  std::vector<PlacedExpectation> expectations;
  try {
    const JsonValue document = json::parse_json(text);
    Fields fields(document, "the document", {"$schema", "expectations"}, findings);
    for (const JsonValue* value : fields.list("expectations", true)) read_expectation(*value, findings, expectations);
  } catch (const json::JsonSyntaxError& error) {
    findings.add(error.offset, error.what());
  }
  if (!findings.empty()) return std::unexpected(findings.take());
  return expectations;
}

}  // namespace mock_server
