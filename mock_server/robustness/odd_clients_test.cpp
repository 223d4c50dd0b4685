#include <netinet/in.h>
#include <netinet/tcp.h>

#include <algorithm>

#include "mock_server/robustness/fixture.hpp"

namespace mock_server {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::StartsWith;
using namespace std::chrono_literals;

class OddClients : public RobustServer {};

TEST_F(OddClients, NotesAHalfRequestWhoseClientLeaves) {
  RawClient client(server.port());
  client.send("GET /o");
  ASSERT_TRUE(server.journal().wait_until([](const auto& all) { return all.size() == 1; }));
  EXPECT_THAT(server.parked(), IsEmpty());
  client.close();
  EXPECT_EQ(end_of(0), End::kClientLeft);
}

TEST_F(OddClients, KnowsThePathOfARequestWhoseBodyIsMissing) {
  RawClient client(server.port());
  client.send("POST /ok?x=1 HTTP/1.1\r\nContent-Length: 4\r\n\r\nbod");
  ASSERT_TRUE(
      server.journal().wait_until([](const auto& all) { return all.size() == 1 && all[0].request.path == "/ok"; }));
  EXPECT_FALSE(server.journal().snapshot().at(0).request_complete);
  EXPECT_THAT(server.parked(), IsEmpty());
  EXPECT_THAT(client.send("y").receive_until("fine"), StartsWith("HTTP/1.1 200"));
}

TEST_F(OddClients, SendsContinueToAClientThatWaitsForIt) {
  RawClient client(server.port());
  client.send("POST /ok HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.forget();
  EXPECT_THAT(client.send("body").receive_until("fine"), StartsWith("HTTP/1.1 200"));
}

TEST_F(OddClients, AnswersAClientThatOnlyHalfCloses) {
  RawClient client(server.port());
  client.get("/ok").half_close();
  EXPECT_THAT(client.receive_all(), EndsWith("fine"));
  EXPECT_EQ(end_of(0), End::kServed);
}

TEST_F(OddClients, CountsAHalfCloseInAHangAsLeaving) {
  RawClient client(server.port());
  client.get("/hang").half_close();
  EXPECT_TRUE(server.client_left("/hang"));
  EXPECT_EQ(client.receive_all(), "");
}

TEST_F(OddClients, CountsAHalfCloseThatCameWhileItWasSending) {
  const std::string big(32 << 20, 'x');
  server.on("/big").script([&](const Wire&) { return WireScript{step::Send{big}, step::Hang{}}; });
  RawClient client(server.port());
  client.get("/big").half_close();
  EXPECT_EQ(client.receive_all().size(), big.size()) << "what is being sent is sent to its end";
  EXPECT_TRUE(server.client_left("/big"));
}

TEST_F(OddClients, LosesNoByteBeforeAResetThatWasFlushed) {
  const std::string big(32 << 20, 'x');
  server.on("/big").script([&](const Wire&) { return WireScript{step::Send{big}, step::Flush{}, step::Reset{}}; });
  RawClient client(server.port());
  EXPECT_EQ(client.get("/big").receive_all().size(), big.size());
  EXPECT_TRUE(client.was_reset());
}

TEST_F(OddClients, SendsNoBodyToAHead) {
  RawClient client(server.port());
  client.send("HEAD /ok HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.receive_all(), ::testing::AllOf(HasSubstr("Content-Length: 4\r\n"), EndsWith("\r\n\r\n")));
}

TEST_F(OddClients, ClosesAfterAnHttp10Request) {
  EXPECT_THAT(RawClient(server.port()).send("GET /ok HTTP/1.0\r\n\r\n").receive_all(), EndsWith("fine"));
}

TEST_F(OddClients, NeverCompresses) {
  const auto answer =
      RawClient(server.port()).get("/ok", "Accept-Encoding: gzip, br\r\nConnection: close\r\n").receive_all();
  EXPECT_THAT(answer, EndsWith("\r\n\r\nfine"));
  const auto headers = server.journal().snapshot().at(0).request.headers;
  EXPECT_EQ(find_header(headers, "accept-encoding"), "gzip, br") << "the journal has them as sent";
  EXPECT_EQ(find_header(headers, "REMOTE_ADDR"), std::nullopt) << "cpp-httplib's own";
}

TEST_F(OddClients, SeesTheLeavingOfAClientThatSentFarTooMuchAhead) {
  RawClient client(server.port());
  client.get("/hang").send(std::string(1'000'000, 'G')).close();
  EXPECT_TRUE(server.client_left("/hang"));
}

TEST_F(OddClients, ClosesAfterTheAnswerToAClientThatSentFarTooMuchAhead) {
  server.on("/late").delay(100ms).text("at last");
  EXPECT_THAT(RawClient(server.port()).get("/late").send(std::string(1'000'000, 'G')).receive_all(),
              EndsWith("\r\n\r\nat last"));
}

TEST_F(OddClients, MaySendOneByteAtATime) {
  RawClient client(server.port());
  for (const char byte :
       std::string("POST /echo HTTP/1.1\r\nConnection: close\r\nContent-Length: 9\r\n\r\nslow body")) {
    client.send({&byte, 1});
  }
  EXPECT_THAT(client.receive_all(), EndsWith("\r\n\r\n<slow body>"));
  const auto exchange = server.journal().snapshot().at(0);
  EXPECT_LT(exchange.first_byte, *exchange.request_complete);
}

TEST_F(OddClients, MaySendAHundredRequestsInOnePacket) {
  server.on("/n/*").answer([](const Request& request) { return Response{.body = request.path + "\n"}; });
  server.on("/n/30").delay(20ms).text("late\n");
  server.on("/n/60").status(503);
  std::string all;
  std::string expected;
  for (int i = 0; i < 100; ++i) {
    all += "GET /n/" + std::to_string(i) + " HTTP/1.1\r\n" + (i == 99 ? "Connection: close\r\n\r\n" : "\r\n");
    expected += i == 30 ? "late\n" : i == 60 ? error_body(503) : "/n/" + std::to_string(i) + "\n";
  }
  std::string bodies;
  const auto received = answer_to(all);
  for (std::size_t at = 0; (at = received.find("\r\n\r\n", at)) != std::string::npos;) {
    at += 4;
    bodies += received.substr(at, received.find("HTTP/1.1", at) - at);
  }
  EXPECT_EQ(bodies, expected);
}

TEST_F(OddClients, GetNothingMoreAfterAFaultInTheMiddleOfWhatTheySentAhead) {
  server.on("/cut").truncated_fin();
  RawClient client(server.port());
  client.send("GET /ok HTTP/1.1\r\n\r\nGET /cut HTTP/1.1\r\n\r\nGET /ok HTTP/1.1\r\n\r\n");
  EXPECT_THAT(client.receive_all(), EndsWith("{\"id\":1,\"name\":\"w"));
  client.close();
  EXPECT_EQ(server.journal().count(), 2u) << "what is behind the end of a connection never arrived";
}

/// Makes a client vanish without a FIN or a reset, as when its machine loses power. Without the permission to do that,
/// it stays and is silent, which looks the same to a server that sends nothing.
void vanish(RawClient& client) {
  const int on = 1;
  ::setsockopt(client.fd(), IPPROTO_TCP, TCP_REPAIR, &on, sizeof on);
}

TEST(HalfOpenClients, HoldTheirPlaceUntilTheServerStops) {
  Server server({.max_connections = 20});
  server.on("/hang").hang();
  std::vector<RawClient> clients;
  for (int i = 0; i < 20; ++i) clients.emplace_back(server.port()).get("/hang");
  ASSERT_TRUE(server.wait_for_parked(20));
  for (auto& client : clients) vanish(client);
  if (::geteuid() == 0) clients.clear();
  EXPECT_THAT(RawClient(server.port()).get("/hang").receive_all(), StartsWith("HTTP/1.1 503 ")) << "the cap holds";
  EXPECT_EQ(server.parked().size(), 20u);
  server.stop();
  EXPECT_THAT(server.parked(), IsEmpty());
  EXPECT_EQ(std::ranges::count(server.journal().exchanges("/hang"), End::kStopped, &Exchange::end), 20);
}

TEST_F(OddClients, AreFoundOutWhenTheyVanishedBeforeALateAnswer) {
  if (::geteuid() != 0) GTEST_SKIP() << "only root may make a TCP connection vanish";
  auto clock = std::make_shared<ManualClock>();
  Server late({.clock = clock});
  late.on("/drip").drip(1s).text("one byte per second");
  auto client = std::make_unique<RawClient>(late.port());
  client->get("/drip");
  ASSERT_TRUE(late.wait_for_parked(1));
  vanish(*client);
  client.reset();
  // A machine that is up again answers the bytes of an unknown connection with a reset.
  while (late.wait_for_parked(1, 0ms)) clock->advance_to(clock->now() + 1s);
  EXPECT_EQ(late.journal().snapshot()[0].end, End::kClientReset);
}

}  // namespace
}  // namespace mock_server
