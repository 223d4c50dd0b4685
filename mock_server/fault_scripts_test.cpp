// What the server does for each row of the fault table that a route can have: what it waits for, and how it ends.
#include <gmock/gmock.h>

#include <set>
#include <thread>

#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::StartsWith;

/// Reads what there is until the exchange has ended or waits.
Exchange settled(const Server& server, RawClient& client) {
  while (true) {
    const auto all = server.journal().snapshot();
    const bool parked = !server.parked().empty();
    client.received_now();
    if (!all.empty() && (!all.back().is_open() || parked)) return server.journal().snapshot().back();
    std::this_thread::yield();
  }
}

/// Rows that end the connection after an answer that is good.
bool is_served(const Fault& fault) {
  static const std::set<std::string_view> kLegal = {"http10", "close_delimited"};
  return fault.how.ends_with("keep") || fault.level == "reuse" || kLegal.contains(fault.id);
}

/// Small enough to be over soon.
Arguments arguments_for(const Fault& fault) { return fault.id == "big" ? Arguments{{"bytes", 1000}} : Arguments{}; }

class EveryRouteFault : public ::testing::TestWithParam<const Fault*> {};

TEST_P(EveryRouteFault, WaitsParkedAndEndsAsTheTableSays) {
  const Fault& fault = *GetParam();
  const auto clock = std::make_shared<ManualClock>();
  Server server({.clock = clock, .max_response_bytes = 64 << 10});
  server.on("/a").fault(fault.id, arguments_for(fault));
  RawClient client(server.port());
  client.get("/a");
  auto exchange = settled(server, client);
  EXPECT_EQ(exchange.fault, fault.id);
  if (const auto parked = server.parked(); !parked.empty() && parked[0].wakes_at) {
    EXPECT_EQ(parked[0].wakes_at, clock->next_wakeup());
    EXPECT_EQ(parked[0].peer_port, client.local_port());
    clock->advance_to(1h);
    exchange = settled(server, client);
    EXPECT_EQ(clock->next_wakeup(), std::nullopt);
  } else if (!parked.empty()) {
    EXPECT_THAT(fault.how, EndsWith("hang"));
    client.received_now();
    client.close();
    EXPECT_TRUE(server.client_left("/a"));
    EXPECT_EQ(server.journal().snapshot().back().end, End::kClientLeft);
    return;
  }
  EXPECT_EQ(to_string(exchange.end), to_string(is_served(fault) ? End::kServed : End::kServerClosed));
  EXPECT_TRUE(server.parked().empty());
}

std::vector<const Fault*> faults_of_routes() {
  std::vector<const Fault*> all;
  for (const auto& fault : faults()) {
    if (!fault.needs_port()) all.push_back(&fault);
  }
  return all;
}

INSTANTIATE_TEST_SUITE_P(Table, EveryRouteFault, ::testing::ValuesIn(faults_of_routes()),
                         [](const auto& info) { return std::string(info.param->id); });

class FaultsOnAManualClock : public ::testing::Test {
 protected:
  /// Asks for /a and says when the server wants to wake first.
  std::optional<Duration> first_wakeup(Server& server) {
    RawClient client(server.port());
    client.get("/a");
    EXPECT_TRUE(server.wait_for_parked(1));
    const auto wakes_at = server.parked().at(0).wakes_at;
    client.received_now();
    client.close();
    EXPECT_TRUE(server.wait_for_parked(0));
    return wakes_at;
  }

  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
};

TEST_F(FaultsOnAManualClock, WakeWhenTheirArgumentsSay) {
  const std::vector<std::tuple<std::string, Arguments, Duration>> rows = {
      {"delay", {{"ms", 70}}, 70ms},
      {"fin_after", {{"ms", 71}}, 71ms},
      {"rst_after", {{"ms", 0.5}}, 500us},
      {"drip", {{"tick_ms", 72}}, 72ms},
      {"drip_headers", {{"tick_ms", 73}}, 73ms},
      {"endless_headers", {{"tick_ms", 74}}, 74ms},
      {"endless_body", {{"tick_ms", 75}}, 75ms},
      {"ok_then_fin_idle", {{"idle_ms", 76}}, 76ms},
  };
  for (const auto& [id, arguments, expected] : rows) {
    Server server({.clock = clock});
    server.on("/a").fault(id, arguments);
    EXPECT_EQ(first_wakeup(server), expected) << id;
  }
}

TEST_F(FaultsOnAManualClock, DrawALatencyFromTheSeedTheKeyAndTheAttempt) {
  const auto draw = [&](std::uint64_t seed, int attempts) {
    Server server({.clock = clock, .seed = seed});
    server.on("/a").fault("lognormal", {{"median_ms", 50}, {"sigma", 1}});
    for (int i = 1; i < attempts; ++i) first_wakeup(server);
    return first_wakeup(server);
  };
  EXPECT_EQ(draw(7, 1), draw(7, 1));
  EXPECT_NE(draw(7, 1), draw(8, 1));
  EXPECT_NE(draw(7, 1), draw(7, 2));
}

TEST_F(FaultsOnAManualClock, SendEndlesslyOnAnAbsoluteScheduleUpToTheCap) {
  Server server({.clock = clock, .max_response_bytes = 10 * (5 + 1024 + 2)});
  server.on("/a").fault("endless_body", {{"tick_ms", 100}, {"bytes", 1024}});
  RawClient client(server.port());
  client.get("/a");
  ASSERT_TRUE(server.wait_for_parked(1));
  const auto chunks = [&] { return std::ranges::count(client.received_now(), 'x') / 1024; };
  EXPECT_EQ(chunks(), 1) << "the first at once";
  clock->advance_to(399ms);
  EXPECT_EQ(chunks(), 4);
  EXPECT_EQ(server.parked().at(0).wakes_at, 400ms);
  clock->advance_to(1h);
  client.receive_all();
  EXPECT_EQ(chunks(), 10);
  EXPECT_EQ(server.journal().snapshot().at(0).last_response_byte, 900ms);
}

TEST_F(FaultsOnAManualClock, KeepAnIdleConnectionForTheNextRequestOnlyAsLongAsTheySay) {
  Server server({.clock = clock});
  server.on("/a").fault("ok_then_fin_idle", {{"idle_ms", 200}}).text("fine");
  RawClient client(server.port());
  client.get("/a").receive_until("fine");
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(server.journal().snapshot().at(0).end, End::kServed) << "although the connection is parked";
  clock->advance_to(150ms);
  client.forget();
  client.get("/a").receive_until("fine");
  ASSERT_TRUE(server.journal().wait_until([](const auto& all) { return all.size() == 2 && !all[1].is_open(); }));
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(server.parked().at(0).wakes_at, 350ms) << "idle since the second answer";
  clock->advance_to(350ms);
  EXPECT_THAT(client.receive_all(), EndsWith("fine"));
  EXPECT_FALSE(client.was_reset());
  EXPECT_TRUE(server.parked().empty());
}

TEST_F(FaultsOnAManualClock, AnswerARequestThatWasSentAheadBeforeTheConnectionIsIdle) {
  Server server({.clock = clock});
  server.on("/a").fault("ok_then_fin_idle").text("fine");
  server.on("/b").text("as well");
  RawClient client(server.port());
  client.send("GET /a HTTP/1.1\r\nHost: x\r\n\r\nGET /b HTTP/1.1\r\nHost: x\r\n\r\n").receive_until("as well");
  EXPECT_EQ(clock->next_wakeup(), std::nullopt) << "the connection is an ordinary one again";
}

TEST(FaultScripts, PauseAfterADripFromItsLastByte) {
  const auto clock = std::make_shared<ManualClock>();
  Server server({.clock = clock});
  server.on("/a").script([](const Wire&) {
    return WireScript{step::Drip{"abc", 10ms}, step::Pause{5ms}, step::Repeat{"d", 3, 10ms}, step::Pause{1ms}};
  });
  RawClient client(server.port());
  client.get("/a");
  ASSERT_TRUE(server.wait_for_parked(1));
  clock->advance_to(25ms);
  EXPECT_EQ(client.received_now(), "abcd");
  clock->advance_to(45ms);
  EXPECT_EQ(client.received_now(), "abcddd");
  EXPECT_EQ(clock->next_wakeup(), 46ms);
}

TEST(FaultScripts, SendABigBodyOfTheLengthTheyPromise) {
  Server server;
  constexpr std::size_t kBytes = (8 << 20) + 1;
  server.on("/a").fault("big", {{"bytes", kBytes}});
  RawClient client(server.port());
  const auto answer = client.get("/a", "Connection: close\r\n").receive_all();
  EXPECT_THAT(answer.substr(0, 500), HasSubstr("Content-Length: " + std::to_string(kBytes) + "\r\n"));
  EXPECT_EQ(answer.size() - answer.find("\r\n\r\n") - 4, kBytes);
}

TEST(FaultScripts, RefuseABodyThatIsTooBigForTheServer) {
  Server server({.max_response_bytes = 1000});
  server.on("/a").fault("big", {{"bytes", 1001}});
  EXPECT_THAT(RawClient(server.port()).get("/a").receive_all(),
              AllOf(StartsWith("HTTP/1.1 500 "), HasSubstr("exceeds max_response_bytes")));
}

TEST(FaultScripts, SurviveAHandlerThatThrowsInFrontOfAFaultWithParameters) {
  Server server;
  server.on("/a").fault("drip", {{"tick_ms", 0}}).answer([](const Request&) -> Response {
    throw std::runtime_error("no answer today");
  });
  EXPECT_THAT(RawClient(server.port()).get("/a", "Connection: close\r\n").receive_all(), HasSubstr("no answer today"));
}

TEST(FaultScripts, KeepTheBodyThatTheRouteGaveToAStatus) {
  Server server;
  server.on("/own").fault("status", {{"code", 404}}).text("not here");
  server.on("/none").fault("status", {{"code", 404}});
  const auto ask = [&](const char* path) {
    return RawClient(server.port()).get(path, "Connection: close\r\n").receive_all();
  };
  EXPECT_THAT(ask("/own"), AllOf(StartsWith("HTTP/1.1 404 "), EndsWith("\r\n\r\nnot here")));
  EXPECT_THAT(ask("/none"), AllOf(StartsWith("HTTP/1.1 404 "), EndsWith(R"({"error":"HTTP 404"})")));
}

TEST(FaultScripts, SayWhenToRetry) {
  Server server;
  server.on("/seconds").fault("retry_after_seconds", {{"seconds", 7}});
  server.on("/date").fault("retry_after_date", {{"seconds", 7}});
  const auto ask = [&](const char* path) {
    return RawClient(server.port()).get(path, "Connection: close\r\n").receive_all();
  };
  EXPECT_THAT(ask("/seconds"), HasSubstr("Retry-After: 7\r\n"));
  const auto before = std::chrono::system_clock::now();
  const auto answer = ask("/date");
  const auto after = std::chrono::system_clock::now();
  std::tm utc{};
  const auto start = answer.find("Retry-After: ") + 13;
  ASSERT_NE(::strptime(answer.c_str() + start, "%a, %d %b %Y %H:%M:%S GMT", &utc), nullptr) << answer;
  const auto date = std::chrono::system_clock::from_time_t(::timegm(&utc));
  EXPECT_GT(date, before + 5s) << "dates have no fractions of a second";
  EXPECT_LE(date, after + 7s);
}

TEST(FaultScripts, NoticeARedirectThatLostItsMethodOrItsBody) {
  Server server;
  server.on("/a").fault("redirect_307_post").text("arrived");
  const auto send = [&](const std::string& method, const std::string& path, const std::string& body) {
    return RawClient(server.port())
        .send(method + " " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: " +
              std::to_string(body.size()) + "\r\n\r\n" + body)
        .receive_all();
  };
  const auto redirect = send("POST", "/a", "widget");
  EXPECT_THAT(redirect, StartsWith("HTTP/1.1 307 "));
  const auto start = redirect.find("Location: ") + 10;
  const auto location = redirect.substr(start, redirect.find("\r\n", start) - start);
  EXPECT_THAT(location, StartsWith("/a?kept="));
  EXPECT_THAT(send("POST", location, "widget"), AllOf(StartsWith("HTTP/1.1 200 "), EndsWith("arrived")));
  EXPECT_THAT(send("GET", location, ""), AllOf(StartsWith("HTTP/1.1 400 "), HasSubstr("these are others: GET")));
  EXPECT_THAT(send("POST", location, "gadget"), StartsWith("HTTP/1.1 400 "));
}

}  // namespace
}  // namespace mock_server
