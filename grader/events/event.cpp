#include "grader/events/event.hpp"

#include <array>
#include <utility>

#include "mock_server/text/utf8.hpp"

namespace grader {
namespace {

using mock_server::text::is_utf8;
using mock_server::text::replace_invalid_utf8;

using Json = nlohmann::json;
using OrderedJson = nlohmann::ordered_json;

constexpr std::array<std::pair<TestStatus, std::string_view>, 7> kNames = {
    {{TestStatus::kPassed, "passed"},
     {TestStatus::kFailed, "failed"},
     {TestStatus::kCrashed, "crashed"},
     {TestStatus::kTimedOut, "timed_out"},
     {TestStatus::kSkipped, "skipped"},
     {TestStatus::kNotRun, "not_run"},
     {TestStatus::kGraderError, "grader_error"}}};

OrderedJson name_json(std::string_view event, const TestName& test) {
  return {{"event", event}, {"criterion", test.criterion}, {"name", test.name}};
}

OrderedJson names_json(const std::vector<TestName>& tests) {
  OrderedJson list = OrderedJson::array();
  for (const TestName& test : tests) list.push_back({{"criterion", test.criterion}, {"name", test.name}});
  return list;
}

OrderedJson json_of(const RunStarted& event) {
  return {
      {"event", "run_started"}, {"exercise", event.exercise}, {"seed", event.seed}, {"tests", names_json(event.tests)}};
}
OrderedJson json_of(const TestStarted& event) { return name_json("test_started", event.test); }
OrderedJson json_of(const TestEnded& event) {
  const TestResult& result = event.result;
  OrderedJson json = name_json("test_ended", result.test);
  json["status"] = to_string(result.status);
  json["message"] = result.message;
  json["expected"] = result.expected;
  json["got"] = result.got;
  json["wall_ms"] = result.wall_ms;
  json["timeline"] = result.timeline;
  json["diagnostics"] = result.diagnostics;
  return json;
}
OrderedJson json_of(const RunEnded& event) { return {{"event", "run_ended"}, {"tests", event.tests}}; }

/// Thrown and caught in here: a line that is JSON, but no event.
struct NoEvent {};

std::string text_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return {};
  if (!found->is_string()) throw NoEvent();
  return found->get<std::string>();
}

template <class Number>
Number number_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return 0;
  if (!found->is_number_integer() || (std::is_unsigned_v<Number> && !found->is_number_unsigned())) throw NoEvent();
  return found->get<Number>();
}

Json list_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end()) return Json::array();
  if (!found->is_array()) throw NoEvent();
  for (const Json& item : *found) {
    if (!item.is_object()) throw NoEvent();
  }
  return *found;
}

TestName test_of(const Json& json) {
  TestName test{text_of(json, "criterion"), text_of(json, "name")};
  if (test.criterion.empty() || test.name.empty()) throw NoEvent();
  return test;
}

std::vector<TestName> tests_of(const Json& json) {
  std::vector<TestName> tests;
  for (const Json& item : list_of(json, "tests")) tests.push_back(test_of(item));
  return tests;
}

TestResult result_of(const Json& json) {
  const auto status = parse_test_status(text_of(json, "status"));
  if (!status) throw NoEvent();
  return {.test = test_of(json),
          .status = *status,
          .message = text_of(json, "message"),
          .expected = text_of(json, "expected"),
          .got = text_of(json, "got"),
          .wall_ms = number_of<std::int64_t>(json, "wall_ms"),
          .timeline = list_of(json, "timeline"),
          .diagnostics = list_of(json, "diagnostics")};
}

/// Invalid UTF-8 would make the parser refuse the line, and a test's result would be lost for one bad byte of a
/// student.
Json parse_leniently(std::string_view text) {
  return Json::parse(is_utf8(text) ? std::string(text) : replace_invalid_utf8(text), nullptr,
                     /*allow_exceptions=*/false);
}

}  // namespace

std::string_view to_string(TestStatus status) {
  for (const auto& [value, name] : kNames) {
    if (value == status) return name;
  }
  return "grader_error";
}

std::optional<TestStatus> parse_test_status(std::string_view text) {
  for (const auto& [value, name] : kNames) {
    if (name == text) return value;
  }
  return std::nullopt;
}

std::string to_line(const Event& event) {
  const OrderedJson json = std::visit([](const auto& each) { return json_of(each); }, event);
  return json.dump(-1, ' ', false, OrderedJson::error_handler_t::replace);
}

std::optional<Event> parse_line(std::string_view line) {
  const Json json = parse_leniently(line);
  if (!json.is_object()) return std::nullopt;
  try {
    const std::string kind = text_of(json, "event");
    if (kind == "run_started") {
      return RunStarted{text_of(json, "exercise"), number_of<std::uint64_t>(json, "seed"), tests_of(json)};
    }
    if (kind == "test_started") return TestStarted{test_of(json)};
    if (kind == "test_ended") return TestEnded{result_of(json)};
    if (kind == "run_ended") return RunEnded{number_of<std::size_t>(json, "tests")};
  } catch (const NoEvent&) {
  }
  return std::nullopt;
}

std::optional<TestList> parse_test_list(std::string_view text) {
  const Json json = parse_leniently(text);
  if (!json.is_object() || !json.contains("tests")) return std::nullopt;
  try {
    TestList list{text_of(json, "exercise"), tests_of(json)};
    if (!list.exercise.empty()) return list;
  } catch (const NoEvent&) {
  }
  return std::nullopt;
}

}  // namespace grader
