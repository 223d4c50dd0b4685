#include "mock_server/expectation/read.hpp"

#include <gmock/gmock.h>

#include "mock_server/testing/exchanges.hpp"
#include "mock_server/testing/golden.hpp"
#include "mock_server/testing/json_schema.hpp"

namespace mock_server {
namespace {

using ::testing::IsEmpty;

std::string document(const std::string& expectation) { return R"({"expectations": [)" + expectation + "]}"; }

/// Each JSON with the sentence that it means.
const std::vector<std::pair<std::string, std::string>> kGood = {
    {R"({"count": {"path": "/items", "exactly": 3}})", "exactly 3 requests to /items"},
    {R"({"count": {"method": "POST", "key": "k", "at_least": 1, "at_most": 4}})",
     "from 1 to 4 requests with POST with the key k"},
    {R"({"attempts": {"path": "/flaky", "at_most": 2}})", "at most 2 requests to /flaky with each key"},
    {R"({"order": {"paths": ["/a", "/b"]}})", "requests to /a, then /b, in this order"},
    {R"({"order": {"keys": ["a", "b"]}})", "requests with the keys a, then b, in this order"},
    {R"({"spacing": {"path": "/a", "at_least_ms": 100}})", "the requests to /a begin at least 100 ms apart"},
    {R"({"spacing": {"path": "/a", "windows": [{"at_least_ms": 100, "at_most_ms": 100}, {"at_least_ms": 2}]}})",
     "the requests to /a begin exactly 100 ms, then at least 2 ms apart"},
    {R"({"in_flight": {"at_most": 4}})", "at most 4 requests open at the same time"},
    {R"({"in_flight": {"path": "/a", "at_most": 4}})", "at most 4 requests to /a open at the same time"},
    {R"({"left": {"path": "/slow", "within_ms": 200}})", "the client leaves every request to /slow within 200 ms"},
    {R"({"left": {}})", "the client leaves every request"},
    {R"({"connections": {"path": "/a", "exactly": 1, "requests": {"at_least": 2}}})",
     "at least 2 requests to /a over exactly 1 connection"},
    {R"({"nothing_after": {"path": "/a", "at_ms": 1500}})", "no request to /a after 1.5 s"},
    {R"({"nothing_after": {"client_left": true}})", "no request after its client has left"},
    {R"({"header": {"path": "/a", "name": "X", "value": "y", "in": "any"}})",
     "at least one request to /a with the header X: y"},
    {R"({"header": {"name": "X", "pattern": "y+"}})", "every request with the header X matching y+"},
};

/// What no schema and no reader lets pass; the messages are in golden/problems.txt.
const std::vector<std::string> kBad = {
    R"({"cuont": {"exactly": 3}})",
    R"({"count": {"exactly": 3}, "left": {}})",
    R"({})",
    R"(7)",
    R"({"count": {"path": "/a"}})",
    R"({"count": {"exactly": 3, "at_most": 4}})",
    R"({"count": {"exactly": -1}})",
    R"({"count": {"exactly": 3, "pth": "/a"}})",
    R"({"count": {"exactly": 3, "path": ""}})",
    R"({"order": {}})",
    R"({"order": {"paths": []}})",
    R"({"order": {"paths": ["/a"], "keys": ["b"]}})",
    R"({"spacing": {"path": "/a"}})",
    R"({"spacing": {"windows": []}})",
    R"({"spacing": {"windows": [{"least_ms": 1}]}})",
    R"({"spacing": {"at_least_ms": 1, "windows": [{"at_least_ms": 1}]}})",
    R"({"in_flight": {"path": "/a"}})",
    R"({"left": {"within_ms": "200"}})",
    R"({"connections": {"path": "/a"}})",
    R"({"connections": {"exactly": 1, "requests": {}}})",
    R"({"nothing_after": {"path": "/a"}})",
    R"({"nothing_after": {"at_ms": 1, "client_left": true}})",
    R"({"header": {"path": "/a"}})",
    R"({"header": {"name": "X", "value": "y", "pattern": "y"}})",
    R"({"header": {"name": "X", "in": "all"}})",
};

/// What only a reader can find.
const std::vector<std::string> kBadBeyondTheSchema = {
    R"({"count": {"at_least": 4, "at_most": 3}})",
    R"({"spacing": {"windows": [{"at_least_ms": 2, "at_most_ms": 1}]}})",
    R"({"header": {"name": "X", "pattern": "("}})",
    R"({"count": {"exactly": 3, "exactly": 4}})",
};

TEST(ParseExpectations, UnderstandsEveryKind) {
  for (const auto& [json, sentence] : kGood) {
    const auto parsed = parse_expectations(document(json), "e.json");
    ASSERT_TRUE(parsed.has_value()) << json::render_all(parsed.error());
    ASSERT_EQ(parsed->size(), 1u);
    EXPECT_EQ(expectation_text(parsed->front().expectation), sentence);
    EXPECT_EQ(parsed->front().line, 1u);
  }
}

TEST(ParseExpectations, PointsAtEveryProblem) {
  std::string all;
  auto bad = kBad;
  bad.insert(bad.end(), kBadBeyondTheSchema.begin(), kBadBeyondTheSchema.end());
  bad.emplace_back("{");
  for (const auto& json : bad) {
    const auto parsed = parse_expectations(document(json), "e.json");
    ASSERT_FALSE(parsed.has_value()) << json;
    all += json::render_all(parsed.error()) + "\n";
  }
  testing_help::expect_golden("mock_server/expectation", "problems.txt", all);
}

TEST(ParseExpectations, ChecksWhatItRead) {
  const auto parsed = parse_expectations(document(R"({"count": {"path": "/a", "exactly": 1}})"), "e.json");
  testing_help::Story story;
  story.request("/a", std::chrono::milliseconds(0));
  EXPECT_TRUE(check(parsed->front().expectation, story.exchanges()).holds);
}

TEST(ExpectationsSchema, AgreesWithTheReader) {
  const Json schema = testing_help::source_json("mock_server/expectations.schema.json");
  for (const auto& [json, sentence] : kGood) {
    EXPECT_THAT(testing_help::schema_problems(schema, Json::parse(document(json))), IsEmpty()) << json;
  }
  for (const auto& json : kBad) {
    EXPECT_FALSE(testing_help::schema_problems(schema, Json::parse(document(json))).empty()) << json;
  }
}

}  // namespace
}  // namespace mock_server
