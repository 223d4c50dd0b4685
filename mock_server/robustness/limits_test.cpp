#include <sys/resource.h>

#include <thread>

#include "mock_server/robustness/fixture.hpp"

namespace mock_server {
namespace {

using ::testing::EndsWith;
using ::testing::IsEmpty;
using ::testing::StartsWith;

class Limits : public RobustServer {};

void raise_descriptor_limit() {
  rlimit limit{};
  ::getrlimit(RLIMIT_NOFILE, &limit);
  limit.rlim_cur = limit.rlim_max;
  ::setrlimit(RLIMIT_NOFILE, &limit);
}

TEST_F(Limits, CutsOffAnAnswerBeyondTheLimit) {
  server.on("/big").answer([](const Request&) { return Response{.body = std::string(65 << 20, 'x')}; });
  EXPECT_THAT(RawClient(server.port()).get("/big", "Connection: close\r\n").receive_all(), StartsWith("HTTP/1.1 500"));
}

TEST_F(Limits, AnswersAFreshRequestBesideFiveHundredHangs) {
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

TEST(Refusals, TellTheConnectionThatIsOneTooMany) {
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

TEST(Refusals, ResetWhatComesBesideManyRefusals) {
  Server server({.max_connections = 1});
  server.on("/hang").hang();
  RawClient first(server.port());
  first.get("/hang");
  ASSERT_TRUE(server.wait_for_parked(1));
  // They read nothing and do not close; so each keeps its refusal until the server's patience ends.
  std::vector<RawClient> crowd;
  for (int i = 0; i < 500; ++i) crowd.emplace_back(server.port());
  int resets = 0;
  for (auto& client : crowd) {
    client.receive_all();
    resets += client.was_reset() ? 1 : 0;
  }
  EXPECT_GT(resets, 0) << "500 refusals at once would hold 500 descriptors";
  EXPECT_EQ(server.parked().size(), 1u) << "who was there is unharmed";
}

}  // namespace
}  // namespace mock_server
