// What the server does at the ports of the connect-level faults.
#include <gmock/gmock.h>

#include "mock_server/listener.hpp"
#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::AllOf;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class FaultPorts : public ::testing::Test {
 protected:
  RawClient connect(std::string_view id, Arguments arguments = {}) {
    const auto url = server.fault_url(id, "/", std::move(arguments));
    return RawClient(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
  }

  /// The only exchange, once it has ended.
  Exchange ended() {
    EXPECT_TRUE(server.journal().wait_until([](const auto& all) { return all.size() == 1 && !all[0].is_open(); }));
    return server.journal().snapshot().at(0);
  }

  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
  Server server{{.clock = clock}};
};

TEST_F(FaultPorts, AcceptSlowIsParkedUntilItIsServedByTheRoutes) {
  server.on("/a").text("at last");
  auto client = connect("accept_slow", {{"ms", 300}});
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(server.parked().at(0).wakes_at, 300ms);
  EXPECT_EQ(server.parked().at(0).peer_port, client.local_port());
  client.get("/a");
  clock->advance_to(299ms);
  EXPECT_EQ(client.received_now(), "");
  clock->advance_to(300ms);
  EXPECT_THAT(client.receive_until("at last"), StartsWith("HTTP/1.1 200 "));
  const auto exchange = ended();
  EXPECT_EQ(exchange.fault, "accept_slow");
  EXPECT_EQ(exchange.request.path, "/a");
  EXPECT_EQ(exchange.end, End::kServed);
  EXPECT_EQ(server.journal().max_in_flight(), 1u);
  client.forget();
  client.get("/a").receive_until("at last");
  EXPECT_EQ(server.journal().snapshot().at(1).fault, "ok") << "only the first request comes late";
}

TEST_F(FaultPorts, AcceptSlowSeesAClientThatDoesNotWait) {
  auto client = connect("accept_slow");
  ASSERT_TRUE(server.wait_for_parked(1));
  client.close();
  EXPECT_EQ(ended().end, End::kClientLeft);
  EXPECT_EQ(clock->next_wakeup(), std::nullopt);
}

TEST_F(FaultPorts, AcceptRstCountsItsConnectionsAsAttempts) {
  for (int i = 0; i < 2; ++i) {
    auto client = connect("accept_rst");
    client.receive_all();
    EXPECT_TRUE(client.was_reset());
  }
  const auto all = server.journal().snapshot();
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[1].key, "accept_rst");
  EXPECT_EQ(all[1].attempt, 2u);
  EXPECT_EQ(all[1].fault, "accept_rst");
  EXPECT_EQ(all[1].end, End::kServerClosed);
}

TEST_F(FaultPorts, AcceptFinIsNoResetAlthoughARequestWasSent) {
  auto client = connect("accept_fin");
  client.get("/a");
  EXPECT_EQ(client.receive_all(), "");
  EXPECT_FALSE(client.was_reset());
  EXPECT_EQ(ended().end, End::kServerClosed);
}

TEST_F(FaultPorts, BannerFirstAnswersWhoHasNotAsked) {
  auto client = connect("banner_first");
  EXPECT_THAT(client.receive_all(), AllOf(StartsWith("HTTP/1.1 200 "), EndsWith(R"("ok":true})")));
  const auto exchange = ended();
  EXPECT_EQ(exchange.end, End::kServed);
  EXPECT_EQ(exchange.status, 200);
}

TEST_F(FaultPorts, RstMidRequestKnowsThePath) {
  auto client = connect("rst_mid_request");
  client.send("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n");
  EXPECT_EQ(client.received_now(), "") << "the head is not complete";
  client.send("\r\nhalf");
  client.receive_all();
  EXPECT_TRUE(client.was_reset());
  const auto exchange = ended();
  EXPECT_EQ(exchange.request.path, "/up");
  EXPECT_EQ(exchange.request_complete, std::nullopt);
  EXPECT_EQ(exchange.end, End::kServerClosed);
}

TEST_F(FaultPorts, TinyRcvbufIsParkedAndNeverReads) {
  auto client = connect("tiny_rcvbuf");
  client.get("/a");
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(server.parked().at(0).wakes_at, std::nullopt);
  EXPECT_EQ(server.journal().snapshot().at(0).bytes_received, 0u);
  client.close();
  EXPECT_EQ(ended().end, End::kClientLeft) << "the kernel had room for all, so it could tell";
}

TEST_F(FaultPorts, SlowReadIsParkedBetweenItsReadsAndAnswersInTheEnd) {
  server.on("/a").text("fine");
  auto client = connect("slow_read", {{"bytes", 10}, {"tick_ms", 1000}});
  const std::string request = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";  // 28 bytes: reads at 0, 1 and 2 s
  ASSERT_EQ(request.size(), 28u);
  client.send(request);
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(server.parked().at(0).wakes_at, 1s);
  clock->advance_to(1999ms);
  EXPECT_EQ(server.parked().at(0).wakes_at, 2s);
  EXPECT_EQ(server.journal().snapshot().at(0).bytes_received, 20u);
  clock->advance_to(2s);
  EXPECT_THAT(client.receive_until("fine"), StartsWith("HTTP/1.1 200 "));
  const auto exchange = ended();
  EXPECT_EQ(exchange.fault, "slow_read");
  EXPECT_EQ(exchange.request_complete, 2s);
  EXPECT_EQ(exchange.end, End::kServed);
  EXPECT_THAT(server.parked(), IsEmpty());
}

TEST_F(FaultPorts, SlowReadSeesThatTheClientLeftWhenItGetsThere) {
  auto client = connect("slow_read", {{"bytes", 10}, {"tick_ms", 1000}});
  client.send("GET /a HTTP/1.1\r\n");
  ASSERT_TRUE(server.wait_for_parked(1));
  client.close();
  clock->advance_to(1min);
  EXPECT_EQ(ended().end, End::kClientLeft);
  EXPECT_EQ(clock->next_wakeup(), std::nullopt);
}

TEST_F(FaultPorts, Early413IsNoResetAlthoughTheBodyIsStillArriving) {
  auto client = connect("early_413");
  client.send("POST /up HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nhalf");
  EXPECT_THAT(client.receive_all(), AllOf(StartsWith("HTTP/1.1 413 "), HasSubstr("Connection: close\r\n")));
  client.send(std::string(500'000, 'x'));
  EXPECT_FALSE(client.was_reset());
  const auto exchange = ended();
  EXPECT_EQ(exchange.request.path, "/up");
  EXPECT_EQ(exchange.status, 413);
  EXPECT_EQ(exchange.end, End::kServed);
}

TEST_F(FaultPorts, TlsAlertSpeaksNoHttp) {
  EXPECT_EQ(connect("tls_alert").get("/a").receive_all(), std::string("\x15\x03\x01\x00\x02\x02\x28", 7));
  EXPECT_EQ(ended().end, End::kServerClosed);
}

TEST_F(FaultPorts, LeaveNoTraceOfWhatIsNotAccepted) {
  auto client = connect("accept_never");
  client.get("/a");
  EXPECT_THROW(connect("refused"), std::runtime_error);
  connect("accept_fin").receive_all();
  EXPECT_EQ(server.journal().count(), 1u) << "of the last only";
}

TEST_F(FaultPorts, StopWithConnectionsAtAllOfThem) {
  std::vector<RawClient> clients;
  for (const char* id : {"accept_hang", "accept_slow", "tiny_rcvbuf", "slow_read", "accept_never"}) {
    clients.push_back(connect(id));
    clients.back().send("GET /a");
  }
  ASSERT_TRUE(server.wait_for_parked(4));
  server.stop();
  for (const auto& exchange : server.journal().snapshot()) EXPECT_EQ(exchange.end, End::kStopped);
  EXPECT_EQ(clock->next_wakeup(), std::nullopt);
}

// Sockets that whoever gives them has bound already, as a sandbox does that lets its program reach no others.
class BoundSockets : public ::testing::Test {
 protected:
  static int bound_socket(int family) {
    const int fd = own_socket(family);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::bind(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) return -1;
    return fd;
  }
  RawClient connect(std::string_view id) {
    const auto url = server.fault_url(id, "/");
    return RawClient(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
  }

  Server server{{.sockets = bound_socket}};
};

TEST_F(BoundSockets, AreServed) {
  server.on("/a").text("fine");
  RawClient client(server.port());
  EXPECT_THAT(client.get("/a").receive_until("fine"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(BoundSockets, Refuse) { EXPECT_THROW(connect("refused"), std::runtime_error); }

TEST_F(BoundSockets, AcceptForAFault) {
  auto client = connect("accept_rst");
  client.receive_all();
  EXPECT_TRUE(client.was_reset());
}

TEST_F(BoundSockets, AreFilled) {
  const auto url = server.fault_url("backlog_full", "/");
  const int fd = own_socket(AF_INET);
  sockaddr_in address{};
  address.sin_family = AF_INET;
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  address.sin_port = htons(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
  ::connect(fd, reinterpret_cast<const sockaddr*>(&address), sizeof address);
  pollfd connected{fd, POLLOUT, 0};
  EXPECT_EQ(::poll(&connected, 1, 100), 0) << "there was room in the backlog";
  ::close(fd);
}

TEST_F(BoundSockets, OfAnotherPortThanAskedForAreNotTaken) {
  const std::uint16_t other = server.port() == 65535 ? 65534 : static_cast<std::uint16_t>(server.port() + 1);
  EXPECT_THROW(Server({.port = other, .sockets = bound_socket}), ListenError);
}

}  // namespace
}  // namespace mock_server
