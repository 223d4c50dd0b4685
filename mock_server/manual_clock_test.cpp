#include <gmock/gmock.h>

#include <atomic>
#include <mutex>
#include <thread>

#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using ::testing::EndsWith;
using ::testing::IsEmpty;

class OnAManualClock : public ::testing::Test {
 protected:
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
};

TEST_F(OnAManualClock, ADelayLastsUntilTheTimeIsMoved) {
  Server server({.clock = clock});
  server.on("/late").delay(300ms).text("at last");
  RawClient client(server.port());
  client.get("/late");
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(clock->next_wakeup(), 300ms);
  clock->advance_to(299ms);
  EXPECT_EQ(client.received_now(), "");
  clock->advance_to(300ms);
  EXPECT_THAT(client.received_now(), EndsWith("at last")) << "advance_to() returns when the bytes are with the kernel";
  EXPECT_EQ(clock->next_wakeup(), std::nullopt);
  EXPECT_EQ(clock->now(), 300ms);
}

TEST_F(OnAManualClock, ADrawnDelayDependsOnTheSeedTheKeyAndTheAttempt) {
  const auto delay = Delay::uniform(100ms, 10min);
  for (const std::uint64_t seed : {1u, 2u}) {
    Server server({.clock = std::make_shared<ManualClock>(), .seed = seed});
    server.on("/late").delay(delay);
    std::vector<RawClient> clients;
    for (const std::uint64_t attempt : {1u, 2u, 3u}) {
      clients.emplace_back(server.port()).get("/late", "X-Request-Key: k\r\n");
      ASSERT_TRUE(server.wait_for_parked(attempt));
      EXPECT_EQ(server.parked().at(attempt - 1).wakes_at, delay.draw(Draws(seed, "k", attempt, "delay")));
    }
    EXPECT_EQ(server.journal().snapshot().at(0).fault, "delay");
  }
}

TEST_F(OnAManualClock, ADripOfVirtualMinutesTakesRealMilliseconds) {
  Server server({.clock = clock});
  server.on("/drip").drip(1min).text("0123456789");
  RawClient client(server.port());
  client.get("/drip").receive_until("\r\n\r\n0");
  ASSERT_TRUE(server.wait_for_parked(1));
  clock->advance_to(5min);
  EXPECT_THAT(client.received_now(), EndsWith("\r\n\r\n012345"));
  EXPECT_EQ(clock->next_wakeup(), 6min);
  clock->advance_to(1h);
  EXPECT_THAT(client.received_now(), EndsWith("\r\n\r\n0123456789"));
  EXPECT_EQ(server.journal().snapshot().at(0).end, End::kServed);
  EXPECT_EQ(server.journal().snapshot().at(0).last_response_byte, 9min);
}

TEST_F(OnAManualClock, TheStepsOfSeveralServersHappenInTheOrderOfTheirTime) {
  std::mutex mutex;
  std::vector<std::string> order;
  const auto note = [&](const Exchange& exchange, Change change) {
    if (change != Change::kEnded) return;
    const std::scoped_lock lock(mutex);
    order.push_back(exchange.request.path);
  };
  Server a({.clock = clock, .on_exchange = note});
  Server b({.clock = clock, .on_exchange = note});
  std::vector<RawClient> clients;
  const auto ask = [&](Server& server, const std::string& path, Duration delay) {
    server.on(path).delay(delay);
    const auto before = server.parked().size();
    clients.emplace_back(server.port()).get(path);
    ASSERT_TRUE(server.wait_for_parked(before + 1));
  };
  ask(a, "/a-300", 300ms);
  ask(b, "/b-200", 200ms);
  ask(b, "/b-100-first", 100ms);
  ask(a, "/a-100-second", 100ms);
  ask(b, "/b-100-third", 100ms);
  ask(a, "/a-400", 400ms);
  clock->advance_to(300ms);
  EXPECT_THAT(order, ElementsAre("/b-100-first", "/a-100-second", "/b-100-third", "/b-200", "/a-300"));
  EXPECT_EQ(clock->next_wakeup(), 400ms);
}

TEST_F(OnAManualClock, TheWaitOfAClientThatLeftIsForgotten) {
  Server server({.clock = clock});
  server.on("/late").delay(300ms);
  RawClient client(server.port());
  client.get("/late");
  ASSERT_TRUE(server.wait_for_parked(1));
  client.close();
  EXPECT_TRUE(server.client_left("/late"));
  EXPECT_EQ(clock->next_wakeup(), std::nullopt);
}

TEST_F(OnAManualClock, TimeNeverGoesBack) {
  clock->advance_to(1s);
  clock->advance_to(1ms);
  EXPECT_EQ(clock->now(), 1s);
}

TEST_F(OnAManualClock, AdvancingOnAServersThreadIsRefused) {
  Server server({.clock = clock});
  server.on("/advance").answer([&](const Request&) {
    clock->advance_to(1s);
    return Response{};
  });
  EXPECT_THAT(RawClient(server.port()).get("/advance", "Connection: close\r\n").receive_all(),
              ::testing::HasSubstr("advance_to() was called on a server's thread"));
}

TEST_F(OnAManualClock, AServerMayStopWhileTimePasses) {
  for (int round = 0; round < 20; ++round) {
    auto server = std::make_unique<Server>(Options{.clock = clock});
    server->on("/drip").drip(1ms).text(std::string(1000, 'x'));
    RawClient client(server->port());
    client.get("/drip");
    ASSERT_TRUE(server->wait_for_parked(1));
    std::atomic<bool> going = false;
    std::thread advancing([&] {
      going = true;
      clock->advance_to(clock->now() + 2s);
    });
    while (!going) std::this_thread::yield();
    server.reset();
    advancing.join();
    EXPECT_EQ(clock->next_wakeup(), std::nullopt);
  }
}

class ParkedConnections : public OnAManualClock {};

TEST_F(ParkedConnections, AreNamedByTheClientsPortAndTheTimeTheyWaitFor) {
  Server server({.clock = clock});
  server.on("/drip").drip(1s);
  RawClient client(server.port());
  client.get("/drip");
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(server.parked().at(0).peer_port, client.local_port());
  EXPECT_EQ(server.parked().at(0).wakes_at, 1s);
  clock->advance_to(1s);
  EXPECT_EQ(server.parked().at(0).wakes_at, 2s) << "again as soon as advance_to() has returned";
}

TEST_F(ParkedConnections, WaitForNoTimeInAHang) {
  Server server({.clock = clock});
  server.on("/hang").hang_after_headers();
  RawClient client(server.port());
  client.get("/hang");
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(server.parked().at(0).wakes_at, std::nullopt);
  EXPECT_THAT(client.received_now(), EndsWith("\r\n\r\n")) << "everything was with the kernel before";
}

TEST_F(ParkedConnections, IncludeAcceptedOnesThatAreNeverRead) {
  Server server({.clock = clock});
  const auto url = server.accept_hang_url();
  RawClient client(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
  ASSERT_TRUE(server.wait_for_parked(1));
  client.get("/x");
  EXPECT_EQ(server.parked().at(0).peer_port, client.local_port());
  client.close();
  EXPECT_TRUE(server.client_left(""));
  EXPECT_EQ(server.journal().snapshot().at(0).fault, "accept_hang");
}

TEST_F(ParkedConnections, ExcludeOneWhoseBytesTheKernelDoesNotTakeYet) {
  Server server({.clock = clock});
  const std::string big(32 << 20, 'x');
  server.on("/big").script([&](const Wire&) { return WireScript{step::Send{big}, step::Hang{}}; });
  RawClient client(server.port());
  client.get("/big");
  ASSERT_TRUE(server.journal().wait_until([](const auto& all) { return all.size() == 1 && all[0].bytes_sent > 0; }));
  EXPECT_FALSE(server.wait_for_parked(1, 50ms)) << "the client has not read it";
  while (client.received_now().size() < big.size()) std::this_thread::yield();
  EXPECT_TRUE(server.wait_for_parked(1));
}

TEST_F(ParkedConnections, ExcludeHalfARequestAndAnIdleConnection) {
  Server server({.clock = clock});
  server.on("/ok").text("fine");
  RawClient half(server.port());
  half.send("GET /ok HT");
  RawClient idle(server.port());
  idle.get("/ok").receive_until("fine");
  ASSERT_TRUE(server.journal().wait_until([](const auto& all) { return all.size() == 2; }));
  EXPECT_THAT(server.parked(), IsEmpty());
}

TEST_F(ParkedConnections, ExcludeThoseWhoseTimeHasCome) {
  Parking parking;
  parking.enter(1, {.peer_port = 1, .wakes_at = 5ns});
  parking.enter(2, {.peer_port = 2, .wakes_at = 6ns});
  parking.enter(3, {.peer_port = 3, .wakes_at = std::nullopt});
  EXPECT_THAT(parking.not_due(4ns), ::testing::SizeIs(3));
  EXPECT_THAT(parking.not_due(5ns), ::testing::SizeIs(2)) << "the clock stands at 5, its server has yet to act";
}

TEST_F(ParkedConnections, CanBeSeenByOnChangeAsSoonAsTheyAreParked) {
  std::atomic<Server*> watched = nullptr;
  std::atomic<std::size_t> most = 0;
  std::atomic<bool> left_seen = false;
  auto server = std::make_unique<Server>(Options{.clock = clock, .on_change = [&] {
                                                   const Server* const now = watched;
                                                   if (now == nullptr) return;
                                                   most = std::max(most.load(), now->parked().size());
                                                   const auto all = now->journal().snapshot();
                                                   if (!all.empty() && all[0].left()) left_seen = true;
                                                 }});
  watched = server.get();
  server->on("/hang").hang();
  RawClient client(server->port());
  client.get("/hang");
  ASSERT_TRUE(server->wait_for_parked(1));
  client.close();
  EXPECT_TRUE(server->client_left("/hang"));
  server->stop();
  EXPECT_EQ(most, 1u);
  EXPECT_TRUE(left_seen);
}

TEST(RealTime, WaitsAtLeastAsLongAsItWasTold) {
  Server server;
  server.on("/late").delay(50ms).text("at last");
  server.on("/drip").drip(10ms).text("012345");
  const auto start = std::chrono::steady_clock::now();
  RawClient(server.port()).get("/late").receive_until("at last");
  RawClient(server.port()).get("/drip").receive_until("012345");
  EXPECT_GE(std::chrono::steady_clock::now() - start, 100ms);
}

}  // namespace
}  // namespace mock_server
