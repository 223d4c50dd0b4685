#include <gmock/gmock.h>
#include <sys/resource.h>

#include <thread>

#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

void raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

class Robustness : public ::testing::Test {
 protected:
  Robustness() {
    server.on("/ok").text("fine");
    server.on("/hang").hang();
  }
  /// Whatever came before must not have hurt the server.
  ~Robustness() override {
    EXPECT_THAT(RawClient(server.port()).get("/ok").receive_until("fine"), StartsWith("HTTP/1.1 200"));
  }
  End end_of(std::size_t index) {
    server.journal().wait_until([&](const auto& all) { return all.size() > index && !all[index].is_open(); });
    return server.journal().snapshot().at(index).end;
  }
  Server server{{.max_request_bytes = 1000, .max_response_bytes = 64 << 20}};
};

TEST_F(Robustness, AnswersGarbageWithA400AndCloses) {
  for (const std::string& garbage :
       {std::string("\x16\x03\x01\0\xff", 5), std::string("\0\0\0", 3), std::string("{}"), std::string("GET\r\n\r\n"),
        std::string("GET / HTTP/9.9\r\n\r\n"), std::string("LAUGH / HTTP/1.1\r\n\r\n")}) {
    EXPECT_THAT(RawClient(server.port()).send(garbage).receive_all(), StartsWith("HTTP/1.1 400 ")) << garbage;
  }
}

TEST_F(Robustness, RefusesRequestsBeyondTheLimits) {
  EXPECT_THAT(RawClient(server.port()).send("POST /ok HTTP/1.1\r\nContent-Length: 1001\r\n\r\n").receive_all(),
              StartsWith("HTTP/1.1 413 "));
  EXPECT_THAT(RawClient(server.port()).send("GET /" + std::string(9000, 'a') + " HTTP/1.1\r\n\r\n").receive_all(),
              StartsWith("HTTP/1.1 414 "));
}

TEST_F(Robustness, AnswersWhileTheRefusedBodyStillArrives) {
  RawClient client(server.port());
  client.send("POST /ok HTTP/1.1\r\nContent-Length: 4000000\r\n\r\n").send(std::string(4'000'000, 'x'));
  EXPECT_THAT(client.receive_all(), StartsWith("HTTP/1.1 413 "));
  EXPECT_FALSE(client.was_reset()) << "the answer must not be destroyed by a reset";
}

TEST_F(Robustness, NotesAHalfRequestWhoseClientLeaves) {
  RawClient client(server.port());
  client.send("GET /o");
  ASSERT_TRUE(server.journal().wait_until([](const auto& all) { return all.size() == 1; }));
  EXPECT_THAT(server.parked(), IsEmpty());
  client.close();
  EXPECT_EQ(end_of(0), End::kClientLeft);
}

TEST_F(Robustness, KnowsThePathOfARequestWhoseBodyIsMissing) {
  RawClient client(server.port());
  client.send("POST /ok?x=1 HTTP/1.1\r\nContent-Length: 4\r\n\r\nbod");
  ASSERT_TRUE(
      server.journal().wait_until([](const auto& all) { return all.size() == 1 && all[0].request.path == "/ok"; }));
  EXPECT_FALSE(server.journal().snapshot().at(0).request_complete);
  EXPECT_THAT(server.parked(), IsEmpty());
  EXPECT_THAT(client.send("y").receive_until("fine"), StartsWith("HTTP/1.1 200"));
}

TEST_F(Robustness, SendsContinueToAClientThatWaitsForIt) {
  RawClient client(server.port());
  client.send("POST /ok HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
  EXPECT_EQ(client.receive_until("\r\n\r\n"), "HTTP/1.1 100 Continue\r\n\r\n");
  client.forget();
  EXPECT_THAT(client.send("body").receive_until("fine"), StartsWith("HTTP/1.1 200"));
}

TEST_F(Robustness, AnswersAClientThatOnlyHalfCloses) {
  RawClient client(server.port());
  client.get("/ok").half_close();
  EXPECT_THAT(client.receive_all(), EndsWith("fine"));
  EXPECT_EQ(end_of(0), End::kServed);
}

TEST_F(Robustness, CountsAHalfCloseInAHangAsLeaving) {
  RawClient client(server.port());
  client.get("/hang").half_close();
  EXPECT_TRUE(server.client_left("/hang"));
  EXPECT_EQ(client.receive_all(), "");
}

TEST_F(Robustness, CountsAHalfCloseThatCameWhileItWasSending) {
  const std::string big(32 << 20, 'x');
  server.on("/big").script([&](const Wire&) { return WireScript{step::Send{big}, step::Hang{}}; });
  RawClient client(server.port());
  client.get("/big").half_close();
  EXPECT_EQ(client.receive_all().size(), big.size()) << "what is being sent is sent to its end";
  EXPECT_TRUE(server.client_left("/big"));
}

TEST_F(Robustness, LosesNoByteBeforeAResetThatWasFlushed) {
  const std::string big(32 << 20, 'x');
  server.on("/big").script([&](const Wire&) { return WireScript{step::Send{big}, step::Flush{}, step::Reset{}}; });
  RawClient client(server.port());
  EXPECT_EQ(client.get("/big").receive_all().size(), big.size());
  EXPECT_TRUE(client.was_reset());
}

TEST_F(Robustness, SendsNoBodyToAHead) {
  RawClient client(server.port());
  client.send("HEAD /ok HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_THAT(client.receive_all(), ::testing::AllOf(HasSubstr("Content-Length: 4\r\n"), EndsWith("\r\n\r\n")));
}

TEST_F(Robustness, ClosesAfterAnHttp10Request) {
  EXPECT_THAT(RawClient(server.port()).send("GET /ok HTTP/1.0\r\n\r\n").receive_all(), EndsWith("fine"));
}

TEST_F(Robustness, NeverCompresses) {
  const auto answer =
      RawClient(server.port()).get("/ok", "Accept-Encoding: gzip, br\r\nConnection: close\r\n").receive_all();
  EXPECT_THAT(answer, EndsWith("\r\n\r\nfine"));
  const auto headers = server.journal().snapshot().at(0).request.headers;
  EXPECT_EQ(find_header(headers, "accept-encoding"), "gzip, br") << "the journal has them as sent";
  EXPECT_EQ(find_header(headers, "REMOTE_ADDR"), std::nullopt) << "cpp-httplib's own";
}

TEST_F(Robustness, SeesTheLeavingOfAClientThatSentFarTooMuchAhead) {
  RawClient client(server.port());
  client.get("/hang").send(std::string(1'000'000, 'G')).close();
  EXPECT_TRUE(server.client_left("/hang"));
}

TEST_F(Robustness, ClosesAfterTheAnswerToAClientThatSentFarTooMuchAhead) {
  server.on("/late").delay(100ms).text("at last");
  EXPECT_THAT(RawClient(server.port()).get("/late").send(std::string(1'000'000, 'G')).receive_all(),
              EndsWith("\r\n\r\nat last"));
}

TEST_F(Robustness, CutsOffAnAnswerBeyondTheLimit) {
  server.on("/big").answer([](const Request&) { return Response{.body = std::string(65 << 20, 'x')}; });
  EXPECT_THAT(RawClient(server.port()).get("/big", "Connection: close\r\n").receive_all(), StartsWith("HTTP/1.1 500"));
}

TEST_F(Robustness, SurvivesAScriptThatThrows) {
  server.on("/script").script([](const Wire&) -> WireScript { throw std::runtime_error("on purpose"); });
  EXPECT_THAT(RawClient(server.port()).get("/script").receive_all(), StartsWith("HTTP/1.1 500"));
}

TEST_F(Robustness, AnswersAFreshRequestBesideFiveHundredHangs) {
  raise_descriptor_limit();
  std::vector<RawClient> clients;
  for (int i = 0; i < 500; ++i) clients.emplace_back(server.port()).get("/hang");
  ASSERT_TRUE(server.wait_for_parked(500));
  EXPECT_EQ(server.journal().max_in_flight("/hang"), 500u);
  EXPECT_THAT(RawClient(server.port()).get("/ok").receive_until("fine"), StartsWith("HTTP/1.1 200"));
  for (std::size_t i = 0; i < 250; ++i) clients[i].close();
  for (std::size_t i = 250; i < 500; ++i) clients[i].reset();
  EXPECT_TRUE(server.client_left("/hang"));
  EXPECT_THAT(server.parked(), IsEmpty());
}

TEST(Limits, TellTheConnectionThatIsOneTooMany) {
  Server server({.max_connections = 2});
  server.on("/hang").hang();
  RawClient first(server.port());
  RawClient second(server.port());
  first.get("/hang");
  second.get("/hang");
  ASSERT_TRUE(server.wait_for_parked(2));
  RawClient third(server.port());
  const auto answer = third.get("/hang").receive_all();
  EXPECT_THAT(answer, StartsWith("HTTP/1.1 503 "));
  EXPECT_THAT(answer, EndsWith("too many connections: the server takes 2 (max_connections)\"}"));
  EXPECT_FALSE(third.was_reset()) << "the answer must not be destroyed by a reset";
  ASSERT_TRUE(server.journal().wait_until([](const auto& all) { return all.size() == 3 && !all[2].is_open(); }));
  EXPECT_EQ(server.journal().snapshot()[2].fault, "too_many_connections");
  first.close();
  ASSERT_TRUE(server.wait_for_parked(1));
  server.on("/ok").text("fine");
  EXPECT_THAT(RawClient(server.port()).get("/ok").receive_until("fine"), StartsWith("HTTP/1.1 200"));
}

TEST(Concurrency, KeepsAJournalOfEveryRequestOfManyClients) {
  Server server;
  server.on("/flaky").times(10).status(503).then().text("ok");
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      for (int n = 0; n < 25; ++n) RawClient(server.port()).get("/flaky", "Connection: close\r\n").receive_all();
    });
  }
  for (int i = 0; i < 200; ++i) server.on("/other").text(std::to_string(server.journal().snapshot().size()));
  for (auto& thread : threads) thread.join();
  std::size_t failed = 0;
  for (const auto& exchange : server.journal().exchanges("/flaky")) failed += exchange.status == 503 ? 1 : 0;
  EXPECT_EQ(server.journal().count("/flaky"), 200u);
  EXPECT_EQ(failed, 10u) << "who comes first is chance, how many fail is not";
}

}  // namespace
}  // namespace mock_server
