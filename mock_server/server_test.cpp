#include "mock_server/server.hpp"

#include <gmock/gmock.h>

#include "mock_server/raw_client.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::SizeIs;
using ::testing::StartsWith;

/// Asks for one path on a connection of its own, and returns everything that came back.
std::string fetch(const Server& server, std::string_view path, std::string_view headers = "") {
  RawClient client(server.port());
  return client.get(path, std::string(headers) + "Connection: close\r\n").receive_all();
}

TEST(Server, AnswersWithTheJsonOfTheRoute) {
  Server server;
  server.on("/a").json({{"id", 7}});
  const auto answer = fetch(server, "/a");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 200 OK\r\n"));
  EXPECT_THAT(answer, HasSubstr("Content-Type: application/json\r\n"));
  EXPECT_THAT(answer, EndsWith("\r\n\r\n{\"id\":7}"));
}

TEST(Server, AnswersWithStatusAndHeaders) {
  Server server;
  server.on("/busy").status(429).header("Retry-After", "1");
  const auto answer = fetch(server, "/busy");
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 429 "));
  EXPECT_THAT(answer, HasSubstr("Retry-After: 1\r\n"));
  EXPECT_THAT(answer, EndsWith(R"({"error":"HTTP 429"})"));
}

TEST(Server, LetsAHeaderReplaceTheContentType) {
  Server server;
  server.on("/problem").json({{"title", "x"}}).header("content-type", "application/problem+json");
  const auto answer = fetch(server, "/problem");
  EXPECT_THAT(answer, HasSubstr("Content-Type: application/problem+json\r\n"));
  EXPECT_THAT(answer, ::testing::Not(HasSubstr("application/json")));
}

TEST(Server, FailsTwiceThenSucceedsForEver) {
  Server server;
  server.on("/flaky").times(2).status(503).then().json({{"id", 7}});
  EXPECT_THAT(fetch(server, "/flaky"), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(fetch(server, "/flaky"), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(fetch(server, "/flaky"), StartsWith("HTTP/1.1 200"));
  EXPECT_THAT(fetch(server, "/flaky"), StartsWith("HTTP/1.1 200"));
  std::vector<std::size_t> attempts;
  for (const auto& exchange : server.journal().exchanges("/flaky")) attempts.push_back(exchange.attempt);
  EXPECT_THAT(attempts, ElementsAre(1, 2, 3, 4));
}

TEST(Server, CountsTheStagesOfEachRequestKeyByThemselves) {
  Server server;
  server.on("/flaky").status(503).then().text("ok");
  EXPECT_THAT(fetch(server, "/flaky", "X-Request-Key: one\r\n"), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(fetch(server, "/flaky", "X-Request-Key: two\r\n"), StartsWith("HTTP/1.1 503"));
  EXPECT_THAT(fetch(server, "/flaky", "X-Request-Key: one\r\n"), StartsWith("HTTP/1.1 200"));
}

TEST(Server, NamesTheNearestRouteForAnUnknownPath) {
  Server server;
  server.on("/items");
  server.on("/orders");
  EXPECT_THAT(fetch(server, "/itms"), HasSubstr(R"("error": "no route for GET /itms; the nearest is /items")"));
}

TEST(Server, NamesTheMethodOfARouteThatTakesAnother) {
  Server server;
  server.on("POST", "/items");
  EXPECT_THAT(fetch(server, "/items"), HasSubstr(R"("error": "no route for GET /items; the nearest is POST /items")"));
}

TEST(Server, CallsTheHandlerOfTheTestWithTheWholeRequest) {
  Server server;
  server.on("POST", "/echo/*").answer([](const Request& request) {
    return Response{.body = request.method + " " + request.path + " " + request.query_value("q").value_or("none") +
                            " " + request.body};
  });
  RawClient client(server.port());
  client.send("POST /echo/x?q=a%20b HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody");
  EXPECT_THAT(client.receive_all(), EndsWith("\r\n\r\nPOST /echo/x a b body"));
}

TEST(Server, TurnsAnExceptionOfAHandlerIntoA500AndGoesOn) {
  Server server;
  server.on("/throws").answer([](const Request&) -> Response { throw std::runtime_error("on purpose"); });
  server.on("/throws-int").answer([](const Request&) -> Response { throw 7; });
  EXPECT_THAT(fetch(server, "/throws"), EndsWith(R"({"error":"on purpose"})"));
  EXPECT_THAT(fetch(server, "/throws-int"), StartsWith("HTTP/1.1 500"));
  server.on("/ok");
  EXPECT_THAT(fetch(server, "/ok"), StartsWith("HTTP/1.1 200"));
}

TEST(Server, KeepsAConnectionForTheNextRequest) {
  Server server;
  server.on("/a").text("first!");
  server.on("/b").text("second!");
  RawClient client(server.port());
  client.get("/a").receive_until("first!");
  client.get("/b").receive_until("second!");
  const auto exchanges = server.journal().snapshot();
  ASSERT_THAT(exchanges, SizeIs(2));
  EXPECT_EQ(exchanges[0].connection, exchanges[1].connection);
  EXPECT_EQ(exchanges[1].index_on_connection, 1u);
  EXPECT_THAT(server.parked(), IsEmpty()) << "an idle connection is not parked";
}

TEST(Server, HasNotedTheEndOfAnExchangeWhenItsLastByteIsSeen) {
  Server server;
  server.on("/a").text("fine");
  RawClient client(server.port());
  for (std::size_t i = 0; i < 500; ++i) {
    client.get("/a").receive_until("fine");
    client.forget();
    ASSERT_EQ(server.journal().snapshot().at(i).end, End::kServed);
  }
}

TEST(Server, AnswersPipelinedRequestsInTheirOrder) {
  Server server;
  server.on("/n/*").answer([](const Request& request) { return Response{.body = request.path + "\n"}; });
  RawClient client(server.port());
  std::string all;
  for (int i = 0; i < 2000; ++i) all += "GET /n/" + std::to_string(i) + " HTTP/1.1\r\nHost: x\r\n\r\n";
  client.send(all);
  client.receive_until("/n/1999\n");
  EXPECT_EQ(server.journal().count(), 2000u);
  EXPECT_EQ(server.journal().exchanges("/n/1999").at(0).index_on_connection, 1999u);
}

TEST(Server, SeesThatTheClientLeftAHang) {
  Server server;
  server.on("/slow").hang_mid_body();
  RawClient client(server.port());
  client.get("/slow").receive_until("\"name\":\"w");  // 17 of 34 bytes
  EXPECT_FALSE(server.client_left("/slow", 0ms)) << "it is still there";
  client.close();
  EXPECT_TRUE(server.client_left("/slow"));
  const auto exchange = server.journal().exchanges("/slow").at(0);
  EXPECT_EQ(exchange.end, End::kClientLeft);
  EXPECT_EQ(exchange.fault, "hang_mid_body");
  EXPECT_TRUE(exchange.request_complete && exchange.first_response_byte && exchange.ended);
}

TEST(Server, SeesThatTheClientReset) {
  Server server;
  server.on("/slow").hang();
  RawClient client(server.port());
  client.get("/slow");
  ASSERT_TRUE(server.journal().wait_for_requests("/slow", 1));
  client.reset();
  EXPECT_TRUE(server.client_left("/slow"));
  EXPECT_EQ(server.journal().exchanges("/slow").at(0).end, End::kClientReset);
}

TEST(Server, KnowsAtOnceThatAServedClientDidNotLeave) {
  Server server;
  server.on("/a");
  fetch(server, "/a");
  EXPECT_FALSE(server.client_left("/a", 1h));
}

TEST(Server, StopsAtOnceWithHangsInFlight) {
  auto server = std::make_unique<Server>();
  server->on("/slow").hang();
  std::vector<RawClient> clients;
  for (int i = 0; i < 20; ++i) clients.emplace_back(server->port()).get("/slow");
  ASSERT_TRUE(server->journal().wait_for_requests("/slow", 20));
  server->stop();
  for (const auto& exchange : server->journal().snapshot()) EXPECT_EQ(exchange.end, End::kStopped);
  EXPECT_THAT(server->parked(), IsEmpty());
  for (auto& client : clients) EXPECT_EQ(client.receive_all(), "");
  EXPECT_THROW(RawClient(server->port()), std::runtime_error);
}

TEST(Server, CanBeRewrittenWhileItServes) {
  Server server;
  server.on("/a").text("old");
  EXPECT_THAT(fetch(server, "/a"), EndsWith("old"));
  server.on("/a").text("new");
  EXPECT_THAT(fetch(server, "/a"), EndsWith("new"));
}

TEST(Server, RefusesConnectionsOnItsRefusedPort) {
  Server server;
  const auto url = server.refused_url();
  const auto port = static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1)));
  EXPECT_THROW(RawClient{port}, std::runtime_error);
  EXPECT_EQ(server.refused_url(), url);
}

TEST(Server, NeverSharesItsPort) {
  const Server server;
  EXPECT_THROW(Server({.port = server.port()}), std::runtime_error);
}

}  // namespace
}  // namespace mock_server
