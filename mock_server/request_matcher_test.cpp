#include "mock_server/request_matcher.hpp"

#include <gtest/gtest.h>

namespace mock_server {
namespace {

const Request kRequest = {.method = "GET",
                          .target = "/items/7?page=2&page=3",
                          .path = "/items/7",
                          .query = {{"page", "2"}, {"page", "3"}},
                          .headers = {{"X-A", "b"}, {"Accept", "text/html"}},
                          .body = R"({"id": 7, "tags": ["a", {"b": 1, "c": 2}], "n": 1.0})"};

bool matches(const RequestMatcher& matcher, const Request& request = kRequest) {
  return matcher.matches(Candidate(request));
}

TEST(RequestMatcher, ComparesMethodAndPath) {
  EXPECT_TRUE(matches({.path = "/items/*"}));
  EXPECT_TRUE(matches({.method = "GET", .path = "/items/7"}));
  EXPECT_FALSE(matches({.method = "PUT", .path = "/items/7"}));
  EXPECT_FALSE(matches({.path = "/items"}));
  EXPECT_TRUE(matches({.path = Pattern("/items/\\d")}));
  EXPECT_FALSE(matches({.path = Pattern("/items")}));
}

TEST(RequestMatcher, ComparesQueryAndHeaders) {
  const auto query = [](std::string name, ValueMatcher value) {
    return matches({.path = "/items/*", .query = {{std::move(name), std::move(value)}}});
  };
  EXPECT_TRUE(query("page", "2"));
  EXPECT_TRUE(query("page", "3")) << "one of several values is enough";
  EXPECT_FALSE(query("page", "4"));
  EXPECT_FALSE(query("Page", "2")) << "names of parameters have case";
  EXPECT_TRUE(query("page", Pattern("\\d")));
  EXPECT_FALSE(query("page", Pattern("\\D")));
  EXPECT_FALSE(query("page", absent));
  EXPECT_TRUE(query("q", absent));
  EXPECT_FALSE(query("q", Pattern(".*"))) << "a pattern wants the parameter to be there";
  const auto header = [](std::string name, ValueMatcher value) {
    return matches({.path = "/items/*", .headers = {{std::move(name), std::move(value)}}});
  };
  EXPECT_TRUE(header("x-a", "b"));
  EXPECT_FALSE(header("x-a", "B"));
  EXPECT_TRUE(header("ACCEPT", Pattern("text/.*")));
  EXPECT_FALSE(header("accept", absent));
  EXPECT_TRUE(header("X-B", absent));
}

TEST(RequestMatcher, ComparesTheBody) {
  const auto json = [](const char* text) {
    return matches(
        {.path = "/items/*", .body = BodyMatcher{.kind = BodyMatcher::Kind::kJson, .json = Json::parse(text)}});
  };
  EXPECT_TRUE(json("{}"));
  EXPECT_TRUE(json(R"({"id": 7, "n": 1})"));
  EXPECT_TRUE(json(R"({"tags": ["a", {"c": 2}]})"));
  EXPECT_FALSE(json(R"({"tags": ["a"]})")) << "lists are as long as they are";
  EXPECT_FALSE(json(R"({"tags": [{"c": 2}, "a"]})"));
  EXPECT_FALSE(json(R"({"id": "7"})"));
  EXPECT_FALSE(json(R"({"id": {}})"));
  EXPECT_FALSE(json("[]"));
  const auto body = [](BodyMatcher::Kind kind, std::string text, std::string actual) {
    return matches({.path = "/", .body = BodyMatcher{.kind = kind, .text = std::move(text)}},
                   {.method = "POST", .target = "/", .path = "/", .body = std::move(actual)});
  };
  EXPECT_TRUE(body(BodyMatcher::Kind::kText, "", ""));
  EXPECT_FALSE(body(BodyMatcher::Kind::kText, "", "a"));
  EXPECT_TRUE(body(BodyMatcher::Kind::kContains, "b", "abc"));
  EXPECT_FALSE(body(BodyMatcher::Kind::kContains, "d", "abc"));
  EXPECT_FALSE(matches({.path = "/", .body = BodyMatcher{.kind = BodyMatcher::Kind::kJson, .json = Json::object()}},
                       {.method = "POST", .target = "/", .path = "/", .body = std::string(1'000'000, '[')}));
}

TEST(RequestMatcher, RanksThePathThenTheMethodThenTheConditions) {
  const std::vector<RequestMatcher> in_order = {
      {.method = "GET", .path = "/a/b", .headers = {{"X", "1"}}},
      {.method = "GET", .path = "/a/b"},
      {.path = "/a/b", .query = {{"a", "1"}, {"b", "1"}}},
      {.path = "/a/b", .query = {{"a", "1"}}},
      {.path = "/a/b"},
      {.method = "GET", .path = Pattern("/a/b"), .query = {{"a", "1"}}},
      {.method = "GET", .path = "/a/*"},
      {.path = Pattern("/a/b")},
      {.method = "GET", .path = "/*/*", .query = {{"a", "1"}}},
  };
  for (std::size_t i = 1; i < in_order.size(); ++i) EXPECT_LT(in_order[i - 1].rank(), in_order[i].rank()) << i;
  EXPECT_EQ((RequestMatcher{.path = "/a/*"}.rank()), (RequestMatcher{.path = Pattern("/a/b")}.rank()));
}

TEST(RequestMatcher, IsTheSameWithItsConditionsInAnotherOrder) {
  const RequestMatcher a = {.path = "/", .query = {{"a", "1"}, {"b", absent}}, .headers = {{"X-A", Pattern("x")}}};
  RequestMatcher b = {.path = "/", .query = {{"b", absent}, {"a", "1"}}, .headers = {{"x-a", Pattern("x")}}};
  EXPECT_EQ(a, b);
  b.query[1].value = Pattern("1");
  EXPECT_FALSE(a == b) << "a text and a pattern differ";
}

}  // namespace
}  // namespace mock_server
