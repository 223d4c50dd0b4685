// What on_exchange tells, and when.
#include <gmock/gmock.h>

#include <condition_variable>
#include <mutex>
#include <sstream>

#include "mock_server/journal_json.hpp"
#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"
#include "mock_server/testing/json_schema.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;

class JournalStream : public ::testing::Test {
 protected:
  Options options() {
    return {.clock = clock, .on_exchange = [this](const Exchange& exchange, Change change) {
              const std::scoped_lock lock(mutex);
              told.emplace_back(exchange, change);
              more.notify_all();
            }};
  }

  /// The changes told, as soon as there are `at_least` of them.
  std::vector<std::string> changes(std::size_t at_least = 0) {
    std::unique_lock lock(mutex);
    more.wait_for(lock, Journal::kGenerous, [&] { return told.size() >= at_least; });
    std::vector<std::string> names;
    for (const auto& [exchange, change] : told) names.emplace_back(to_string(change));
    return names;
  }

  Exchange last() {
    const std::scoped_lock lock(mutex);
    return told.back().first;
  }

  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
  std::mutex mutex;
  std::condition_variable more;
  std::vector<std::pair<Exchange, Change>> told;
};

TEST_F(JournalStream, TellsEveryChangeOnceAndInOrder) {
  Server server(options());
  server.on("/ok").text("fine");
  RawClient(server.port()).get("/ok", "Connection: close\r\n").receive_all();
  server.stop();
  EXPECT_THAT(changes(), ElementsAre("arrived", "head_known", "request_complete", "first_response_byte", "ended"));
  EXPECT_EQ(told[0].first.request.path, "") << "as it was at that moment";
  EXPECT_EQ(told[1].first.request.path, "/ok");
  EXPECT_EQ(told[1].first.in_flight, 0u);
  EXPECT_EQ(told[2].first.in_flight, 1u);
  EXPECT_EQ(told[2].first.bytes_sent, 0u);
  EXPECT_GT(told[3].first.bytes_sent, 0u);
  EXPECT_EQ(told[4].first.end, End::kServed);
}

TEST_F(JournalStream, TellsOfARequestBeforeItsBodyHasArrived) {
  Server server(options());
  server.on("/items");
  RawClient client(server.port());
  client.send("POST /it");
  ASSERT_TRUE(
      server.journal().wait_until([](const auto& all) { return all.size() == 1 && all[0].bytes_received == 8; }));
  EXPECT_THAT(changes(1), ElementsAre("arrived"));
  const std::string head = "POST /items HTTP/1.1\r\nHost: x\r\nContent-Length: 6\r\n\r\n";
  client.send(head.substr(8) + "foo");
  ASSERT_TRUE(server.journal().wait_until([&](const auto& all) { return all[0].bytes_received == head.size() + 3; }));
  EXPECT_THAT(changes(2), ElementsAre("arrived", "head_known"));
  client.send("bar");
  ASSERT_TRUE(server.journal().wait_for_requests("/items", 1));
  const auto exchange = server.journal().snapshot().at(0);
  EXPECT_EQ(exchange.bytes_received, head.size() + 6);
  EXPECT_EQ(exchange.body_hash, 0x85944171f73967e8U) << "of foobar";
}

TEST_F(JournalStream, TellsOnceThatADripWaits) {
  Server server(options());
  server.on("/drip").delay(1s).drip(100ms).text("0123456789");
  RawClient client(server.port());
  client.get("/drip");
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_THAT(changes(4), ElementsAre("arrived", "head_known", "request_complete", "waiting"));
  EXPECT_EQ(last().waits.back().wakes_at, 1s);
  clock->advance_to(1h);
  EXPECT_THAT(changes(), ElementsAre("arrived", "head_known", "request_complete", "waiting", "first_response_byte",
                                     "waiting", "ended"));
  EXPECT_THAT(last().waits, ElementsAre(Exchange::Waiting{.since = 0s, .until = 1s, .wakes_at = 1s},
                                        Exchange::Waiting{.since = 1s, .until = 1900ms, .wakes_at = 1100ms}));
}

TEST_F(JournalStream, TellsWhenAWaitForTimeBecomesOneForTheClient) {
  Server server(options());
  server.on("/late").delay(1s).hang_mid_body();
  RawClient client(server.port());
  client.get("/late");
  ASSERT_TRUE(server.wait_for_parked(1));
  clock->advance_to(5s);
  EXPECT_EQ(changes().back(), "waiting");
  EXPECT_EQ(last().waits.back(), (Exchange::Waiting{.since = 1s, .until = {}, .wakes_at = {}}));
  clock->advance_to(6s);
  client.close();
  ASSERT_TRUE(server.client_left("/late"));
  server.stop();
  EXPECT_EQ(changes().back(), "ended");
  EXPECT_EQ(last().waits.back(), (Exchange::Waiting{.since = 1s, .until = 6s, .wakes_at = {}}));
}

TEST_F(JournalStream, TellsOfAConnectionThatIsNeverRead) {
  Server server(options());
  const auto url = server.accept_hang_url();
  const RawClient client(static_cast<std::uint16_t>(std::stoi(url.substr(url.rfind(':') + 1))));
  ASSERT_TRUE(server.wait_for_parked(1));
  server.stop();
  EXPECT_THAT(changes(), ElementsAre("arrived", "waiting", "ended"));
  EXPECT_EQ(last().end, End::kStopped);
}

TEST_F(JournalStream, CountsBytesOfPipelinedRequestsApart) {
  Server server(options());
  server.on("/a").text("1");
  server.on("/bcd").text("2");
  const std::string first = "GET /a HTTP/1.1\r\nHost: x\r\n\r\n";
  const std::string second = "GET /bcd HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
  RawClient(server.port()).send(first + second).receive_all();
  EXPECT_EQ(server.journal().exchanges("/a").at(0).bytes_received, first.size());
  EXPECT_EQ(server.journal().exchanges("/bcd").at(0).bytes_received, second.size());
}

TEST_F(JournalStream, WritesLinesOfTheSchemaThatReadBackAsTheJournal) {
  const Json schema = testing_help::source_json("mock_server/journal.schema.json");
  Server server(options());
  server.on("/ok").text("fine");
  server.on("/drip").delay(1s).drip(100ms).text("0123456789");
  server.on("/hang").hang_mid_body();
  RawClient(server.port()).get("/ok?a=1&a=2", "X: 1\r\nX: 2\r\nConnection: close\r\n").receive_all();
  RawClient(server.port()).send("nonsense\r\n\r\n").receive_all();
  std::vector<RawClient> clients;
  for (const char* path : {"/drip", "/hang", "/hang"}) clients.emplace_back(server.port()).get(path);
  ASSERT_TRUE(server.wait_for_parked(3));
  clock->advance_to(1500ms);
  clients.back().close();
  ASSERT_TRUE(
      server.journal().wait_until([](const auto& all) { return std::ranges::count_if(all, &Exchange::left) == 1; }));
  server.stop();

  std::stringstream lines;
  for (const auto& [exchange, change] : told) {
    const auto line = to_json_line(exchange, change);
    EXPECT_THAT(testing_help::schema_problems(schema, Json::parse(line)), ::testing::IsEmpty()) << line;
    lines << line;
  }
  const auto read = read_journal(lines);
  ASSERT_TRUE(read.has_value()) << read.error();
  const auto all = server.journal().snapshot();
  ASSERT_EQ(read->exchanges.size(), all.size());
  for (std::size_t i = 0; i < all.size(); ++i) EXPECT_EQ(to_json(read->exchanges[i]), to_json(all[i]));
}

TEST(JournalSchema, RefusesWhatNoJournalSays) {
  const Json schema = testing_help::source_json("mock_server/journal.schema.json");
  const Json good = to_json({});
  EXPECT_THAT(testing_help::schema_problems(schema, good), ::testing::IsEmpty());
  for (const auto& [key, value] : good.items()) {
    Json json = good;
    json.erase(key);
    EXPECT_FALSE(testing_help::schema_problems(schema, json).empty()) << "without " << key;
    json[key] = nullptr;
    EXPECT_FALSE(testing_help::schema_problems(schema, json).empty()) << key << " is null";
  }
  Json json = good;
  json["more"] = 1;
  EXPECT_FALSE(testing_help::schema_problems(schema, json).empty());
}

}  // namespace
}  // namespace mock_server
