#include "mock_server/routes.hpp"

#include <gmock/gmock.h>

namespace mock_server {
namespace {

Request request(std::string method, const std::string& path) {
  return {.method = std::move(method), .target = path, .path = path};
}

std::string matched(const Routes& routes, const Request& request) {
  const Route* const route = routes.match(request);
  return route == nullptr ? "none" : route->method() + " " + route->path();
}

TEST(Routes, PreferThePathWithFewerStarsThenTheMethod) {
  Routes routes;
  routes.on("", "/items/*");
  routes.on("GET", "/items/*");
  routes.on("", "/items/7");
  routes.on("", "/*/*");
  EXPECT_EQ(matched(routes, request("GET", "/items/7")), " /items/7");
  EXPECT_EQ(matched(routes, request("GET", "/items/8")), "GET /items/*");
  EXPECT_EQ(matched(routes, request("HEAD", "/items/8")), "GET /items/*");
  EXPECT_EQ(matched(routes, request("PUT", "/items/8")), " /items/*");
  EXPECT_EQ(matched(routes, request("PUT", "/orders/8")), " /*/*");
  for (const auto* path : {"/items", "/items/", "/items/7/", "/items/7/8", "/", ""}) {
    EXPECT_EQ(matched(routes, request("GET", path)), "none") << path;
  }
}

TEST(Route, GivesEachStageItsTimesAndTheLastTheRest) {
  Route route("", "/a");
  route.fin().then().times(3).hang().then().status(429).header("Retry-After", "1").then().delay(Duration(5)).text("x");
  std::string faults;
  for (int i = 0; i < 7; ++i) faults += route.next(request("GET", "/a")).stage.fault_name() + " ";
  EXPECT_EQ(faults, "fin hang hang hang status delay delay ");
}

TEST(Route, TakesTheWordsOfAStageInAnyOrder) {
  Route route("", "/a");
  route.json({{"id", 7}}).status(503).hang_mid_body();
  const auto stage = route.next(request("GET", "/a")).stage;
  EXPECT_EQ(stage.response.status, 503);
  EXPECT_EQ(stage.response.body, R"({"id":7})") << "a body of its own is kept";
  EXPECT_EQ(stage.fault_name(), "hang_mid_body");
}

TEST(Routes, ReplaceASentenceAboutTheSameRequests) {
  Routes routes;
  auto& route = routes.on("", "/a").status(503).then().hang();
  routes.choose(request("GET", "/a"), {});
  routes.on("", "/a").fin().then().text("x");
  routes.on("", "/b");
  const auto choice = routes.choose(request("GET", "/a"), {});
  EXPECT_EQ(choice->stage.fault_name(), "fin");
  EXPECT_EQ(choice->attempt, 1u);
  route.text("the reference is still good, and answers nothing");
  EXPECT_EQ(routes.choose(request("GET", "/a"), {})->stage.response.body, "x");
}

}  // namespace
}  // namespace mock_server
