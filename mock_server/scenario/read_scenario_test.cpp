#include <gmock/gmock.h>

#include <set>

#include "mock_server/scenario/refusals.hpp"
#include "mock_server/scenario/scenario.hpp"
#include "mock_server/scenario/test_support.hpp"
#include "mock_server/testing/json_schema.hpp"

namespace mock_server {
namespace {

using ::testing::ElementsAre;
using ::testing::ElementsAreArray;

bool schema_accepts(const Json& document) {
  static const Json kSchema = testing_help::source_json("mock_server/scenario/scenario.schema.json");
  return testing_help::schema_problems(kSchema, document).empty();
}

/// A file that uses every key once.
const std::string kEverything = R"({
  "$schema": "scenario.schema.json",
  "title": "everything",
  "seed": 42,
  "states": {"breaker": "closed"},
  "limits": {"connections": 10, "request_bytes": 20, "response_bytes": 30, "script_ms": 40, "connection_ms": 50, "idle_ms": 60},
  "routes": [
    {
      "match": {
        "method": "POST",
        "path": {"pattern": "/items/\\d+"},
        "query": {"page": "2", "q": null, "sort": {"pattern": "a|b"}},
        "headers": {"X-A": "b"},
        "body": {"json": {"id": 7}}
      },
      "key": {"header": "X-Client"},
      "rate_limit": {"tokens": 5, "refill_per_s": 0.5, "retry_after": false},
      "chance": [{"p": 0.25, "fault": "hang"}, {"p": 0.5, "ok": {"text": "lucky"}, "delay_ms": 1}],
      "when_state": {"breaker": "closed"},
      "set_state": {"breaker": "closed"},
      "plan": [
        {"fault": "status", "code": 503, "times": 2},
        {"fault": "drip", "tick_ms": 50, "code": 201, "answer": {"json": {"id": 1}, "headers": {"X-B": "c"}}, "delay_ms": 7},
        {"ok": {"text": "hi", "content_type": "text/css", "status": 202}, "delay": {"uniform_ms": [5, 5]}, "set_state": {"breaker": "open"}},
        {"ok": {}, "delay": {"lognormal": {"median_ms": 3, "sigma": 0}}}
      ]
    },
    {"match": {"path": "/a/*", "body": {"contains": "x"}}, "key": "global", "plan": [{"ok": {"status": 404}}]}
  ]
})";

TEST(ParseScenario, ReadsEveryKey) {
  const auto scenario = parse_scenario(kEverything, "s.json");
  ASSERT_TRUE(scenario) << json::render_all(scenario.error());
  EXPECT_EQ(scenario->seed, 42u);
  EXPECT_EQ(scenario->states, (StateValues{{"breaker", "closed"}}));
  using std::chrono::milliseconds;
  EXPECT_EQ(scenario->limits.applied_to({}),
            (Limits{10, 20, 30, milliseconds(40), milliseconds(50), milliseconds(60)}));
  ASSERT_EQ(scenario->routes.size(), 2u);
  const auto& route = scenario->routes[0];
  EXPECT_EQ(route.match, (RequestMatcher{.method = "POST",
                                         .path = Pattern("/items/\\d+"),
                                         .query = {{"page", "2"}, {"q", absent}, {"sort", Pattern("a|b")}},
                                         .headers = {{"X-A", "b"}},
                                         .body = BodyMatcher{.kind = BodyMatcher::Kind::kJson, .json = {{"id", 7}}}}));
  EXPECT_EQ(route.key.of({.method = "GET", .target = "/", .path = "/", .headers = {{"x-client", "c"}}}, 0), "c");
  EXPECT_EQ(route.rate_limit->tokens, 5);
  EXPECT_EQ(route.rate_limit->refill_per_s, 0.5);
  EXPECT_FALSE(route.rate_limit->retry_after);
  EXPECT_EQ(route.when_state, (StateValues{{"breaker", "closed"}}));
  ASSERT_EQ(route.chances.size(), 2u);
  EXPECT_EQ(route.chances[0].p, 0.25);
  EXPECT_EQ(route.chances[0].stage.fault_name(), "hang");
  EXPECT_EQ(route.chances[1].stage.response.body, "lucky");
  EXPECT_EQ(route.chances[1].stage.delay.fixed(), milliseconds(1));
  ASSERT_EQ(route.stages.size(), 4u);
  EXPECT_EQ(route.stages[0].times, 2u);
  EXPECT_EQ(route.stages[0].response.status, 503);
  EXPECT_EQ(route.stages[0].response.body, R"({"error":"HTTP 503"})");
  EXPECT_EQ(route.stages[0].set_state, (StateValues{{"breaker", "closed"}})) << "the route's";
  EXPECT_EQ(route.stages[1].fault_name(), "drip");
  EXPECT_EQ(route.stages[1].arguments, (Arguments{{"tick_ms", 50}}));
  EXPECT_EQ(route.stages[1].delay.fixed(), milliseconds(7));
  EXPECT_EQ(route.stages[1].response.status, 201);
  EXPECT_EQ(route.stages[1].response.body, R"({"id":1})");
  EXPECT_EQ(find_header(route.stages[1].response.headers, "X-B"), "c");
  EXPECT_EQ(route.stages[2].response.body, "hi");
  EXPECT_EQ(route.stages[2].response.content_type, "text/css");
  EXPECT_EQ(route.stages[2].response.status, 202);
  EXPECT_EQ(route.stages[2].set_state, (StateValues{{"breaker", "open"}})) << "its own";
  const Draws draws(1, "k", 1, "delay");
  EXPECT_EQ(route.stages[2].delay.draw(draws), milliseconds(5));
  EXPECT_EQ(route.stages[3].delay.draw(draws), milliseconds(3));
  EXPECT_EQ(route.stages[3].response.body, Response{}.body);
  EXPECT_EQ(scenario->routes[1].stages[0].response.body, R"({"error":"HTTP 404"})");
  EXPECT_EQ(scenario->routes[1].match.body->kind, BodyMatcher::Kind::kContains);
  EXPECT_TRUE(schema_accepts(Json::parse(kEverything)));
}

TEST(ParseScenario, RefusesEveryMistakeAndPointsAtIt) {
  for (const auto& refusal : refusals()) {
    const auto result = parse_scenario(refusal.text, "s.json");
    ASSERT_FALSE(result) << refusal.text;
    std::vector<std::string> found;
    for (const auto& problem : result.error()) {
      found.push_back(std::to_string(problem.line) + ":" + std::to_string(problem.column) + ": " + problem.message);
    }
    EXPECT_THAT(found, ElementsAreArray(refusal.problems)) << refusal.text;
  }
}

TEST(ParseScenario, TakesEveryParameterOfEveryFaultAsTheSchemaDoes) {
  for (const auto& fault : faults()) {
    if (fault.needs_port()) continue;
    Json step = {{"fault", fault.id}};
    if (fault.id == "status") step["code"] = 503;
    for (const auto& parameter : fault.parameters) step[std::string(parameter.name)] = parameter.highest;
    for (const auto& parameter : fault.parameters) {
      if (parameter.kind == Parameter::Kind::kWhole) {
        step[std::string(parameter.name)] = static_cast<std::int64_t>(parameter.highest);
      }
    }
    const Json document = {{"routes", {{{"match", {{"path", "/a"}}}, {"plan", {step}}}}}};
    const auto result = parse_scenario(document.dump(), "s.json");
    ASSERT_TRUE(result) << document;
    EXPECT_EQ(result->routes[0].stages[0].arguments.size(), fault.parameters.size()) << document;
    EXPECT_TRUE(schema_accepts(document)) << document;
  }
}

TEST(ParseScenario, AgreesWithTheSchema) {
  std::size_t seen_by_schema = 0;
  for (const auto& refusal : refusals()) {
    const auto document = Json::parse(refusal.text, nullptr, false);
    const bool accepted = !document.is_discarded() && schema_accepts(document);
    EXPECT_EQ(accepted, !refusal.by_schema) << refusal.text;
    seen_by_schema += accepted ? 0 : 1;
  }
  EXPECT_GT(seen_by_schema, refusals().size() / 2);
  EXPECT_GE(testing_help::examples().size(), 3u);
  for (const auto& path : testing_help::examples()) {
    EXPECT_TRUE(schema_accepts(Json::parse(testing_help::file_text(path)))) << path;
  }
}

TEST(ParseScenario, ShowsTheLineAndACaret) {
  const auto result = parse_scenario(
      "{\"routes\": [\n  {\"match\": {\"path\": \"/a\"},\n   \"plan\": [{\"fault\": \"hnag\"}]}]}", "s.json");
  ASSERT_FALSE(result);
  EXPECT_EQ(json::render(result.error().at(0)),
            "s.json:3:23: there is no fault \"hnag\"; did you mean \"hang\"?\n"
            "       \"plan\": [{\"fault\": \"hnag\"}]}]}\n"
            "                          ^\n");
}

TEST(ParseScenario, FindsAllProblemsUpToAThousand) {
  std::string text = "{\"routes\": [7";
  for (int i = 1; i < 2'000; ++i) text += ",\n7";
  const auto result = parse_scenario(text + "]}", "s.json");
  ASSERT_FALSE(result);
  EXPECT_EQ(result.error().size(), 1'001u);
  EXPECT_EQ(result.error().back().message, "more than 1000 problems; the rest is left out");
}

std::string at(std::string where, const std::string& key) { return where.append("/").append(key); }

/// Every object of a schema that says what a value is, with where it stands.
void undescribed(const Json& schema, const std::string& where, std::set<std::string>& found) {
  if (schema.is_array()) {
    for (std::size_t i = 0; i < schema.size(); ++i) undescribed(schema[i], where + "/" + std::to_string(i), found);
  }
  if (!schema.is_object()) return;
  for (const auto& [key, value] : schema.items()) {
    if (key == "properties" || key == "definitions") {
      for (const auto& [name, property] : value.items()) {
        const auto reference = property.value("$ref", "");
        const auto& target = reference.empty() ? property : Json(property);
        if (!target.contains("description") && reference.empty() && !property.contains("not")) {
          found.insert(at(at(where, key), name));
        }
        undescribed(property, at(at(where, key), name), found);
      }
    } else {
      undescribed(value, at(where, key), found);
    }
  }
}

TEST(ScenarioSchema, DescribesEveryKey) {
  std::set<std::string> found;
  undescribed(testing_help::source_json("mock_server/scenario/scenario.schema.json"), "", found);
  EXPECT_THAT(found, ElementsAre());
}

}  // namespace
}  // namespace mock_server
