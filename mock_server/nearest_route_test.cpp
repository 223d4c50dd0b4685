#include "mock_server/nearest_route.hpp"

#include <gmock/gmock.h>

namespace mock_server {
namespace {

using ::testing::ElementsAre;

Request request(std::string method, const std::string& path) {
  return {.method = std::move(method), .target = path, .path = path};
}

struct Nearest {
  std::string sentence;
  std::vector<std::string> lines;
};

Nearest nearest(const Request& request, const std::vector<Sentence>& routes, const States& states = {}) {
  NearestRoute found(request, states);
  for (const auto& route : routes) found.consider(route);
  return {found.sentence(), found.lines()};
}

TEST(NearestRoute, MarksWhereAPathDiffers) {
  const std::vector<Sentence> routes = {{.match = {.path = "/orders"}},
                                        {.match = {.method = "GET", .path = "/items/*"}}};
  const auto found = nearest(request("GET", "/itmes/7"), routes);
  EXPECT_EQ(found.sentence, "no route for GET /itmes/7; the nearest is GET /items/*");
  EXPECT_THAT(found.lines, ElementsAre("path  /itmes/7",  //
                                       "      /items/*",  //
                                       "         ^^"));
  EXPECT_THAT(nearest(request("GET", "/items"), {routes[1]}).lines, ElementsAre("path  /items",    //
                                                                                "      /items/*",  //
                                                                                "            ^^"));
  EXPECT_THAT(nearest(request("GET", "/jtems/7/"), {routes[1]}).lines, ElementsAre("path  /jtems/7/",  //
                                                                                   "      /items/*",   //
                                                                                   "       ^^^^^^^"));
  EXPECT_THAT(nearest(request("GET", "/itxms/7"), {{.match = {.path = "/itäms/*"}}}).lines,
              ElementsAre("path  /itxms/7",  //
                          "      /itäms/*",  //
                          "         ^"));
}

TEST(NearestRoute, PrefersAnotherMethodToAnotherPathAndAnotherConditionToBoth) {
  std::vector<Sentence> routes = {{.match = {.path = "/a"}}, {.match = {.method = "PUT", .path = "/b"}}};
  EXPECT_EQ(nearest(request("GET", "/b"), routes).sentence, "no route for GET /b; the nearest is PUT /b");
  EXPECT_THAT(nearest(request("GET", "/b"), routes).lines, ElementsAre("method  GET", "        PUT"));
  routes.push_back({.match = {.path = "/b", .query = {{"page", "2"}}}});
  EXPECT_EQ(nearest(request("GET", "/b"), routes).sentence, "no route for GET /b; the nearest is /b");
}

TEST(NearestRoute, HasALineForEachPartThatDiffers) {
  auto asked = request("GET", "/b");
  asked.query = {{"page", "21"}, {"q", "x"}, {"both", "1"}, {"both", "2"}};
  asked.headers = {{"x-a", "bad"}};
  asked.body = std::string(300, 'x');
  const Sentence route = {.match = {.method = "PUT",
                                    .path = Pattern("/c+"),
                                    .query = {{"page", "22"}, {"q", absent}, {"both", Pattern("\\D")}, {"z", "1"}},
                                    .headers = {{"X-A", "bed"}},
                                    .body = BodyMatcher{.kind = BodyMatcher::Kind::kJson, .json = {{"id", 7}}}},
                          .when_state = {{"breaker", "open"}}};
  const auto found = nearest(asked, {route}, States({{"breaker", "closed"}}));
  EXPECT_EQ(found.sentence, "no route for GET /b; the nearest is PUT pattern /c+");
  EXPECT_THAT(found.lines, ElementsAre("method         GET",          //
                                       "               PUT",          //
                                       "path           /b",           //
                                       "               pattern /c+",  //
                                       "query page     21",           //
                                       "               22",           //
                                       "                ^",           //
                                       "query q        x",            //
                                       "               (absent)",     //
                                       "query both     1, 2",         //
                                       "               pattern \\D",  //
                                       "query z        (absent)",     //
                                       "               1",            //
                                       "header X-A     bad",          //
                                       "               bed",          //
                                       "                ^",           //
                                       "body           " + std::string(200, 'x') + "… (300 bytes in all) (no JSON)",
                                       "               JSON with {\"id\":7}",  //
                                       "state breaker  closed",                //
                                       "               open"));
}

TEST(NearestRoute, IsAJsonWithTheSamePartsForPrograms) {
  const States states;
  const auto asked = request("GET", "/itmes/7");
  NearestRoute found(asked, states);
  EXPECT_EQ(Json::parse(found.to_json()),
            Json({{"error", "no route for GET /itmes/7; the server has no routes"}, {"asked", "GET /itmes/7"}}));
  found.consider({.match = {.path = "/items/*"}});
  const auto json = Json::parse(found.to_json());
  EXPECT_EQ(json["nearest"], "/items/*");
  EXPECT_EQ(json["difference"][2], "         ^^");
  EXPECT_EQ(json["parts"], Json::parse(R"([{"part": "path", "asked": "/itmes/7", "wanted": "/items/*"}])"));
  EXPECT_THAT(found.to_json(),
              ::testing::HasSubstr("\n    \"path  /itmes/7\",\n    \"      /items/*\",\n    \"         ^^\"\n"))
      << "curl shows the lines under each other";
}

TEST(NearestRoute, ShowsNoControlCharactersAndCopesWithLongPaths) {
  EXPECT_THAT(nearest(request("GET", "/\x1b[2J\n"), {{.match = {.path = "/a"}}}).lines[0], "path  /\\x1b[2J\n");
  const std::string path(60'000, '/');
  EXPECT_EQ(nearest(request("GET", path), {{.match = {.path = "/a"}}}).lines.size(), 3u);
}

}  // namespace
}  // namespace mock_server
