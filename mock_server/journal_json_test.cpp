#include "mock_server/journal_json.hpp"

#include <gmock/gmock.h>

#include <fstream>
#include <set>
#include <sstream>

#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;

Exchange full() {
  Exchange exchange;
  exchange.sequence = 7;
  exchange.connection = 3;
  exchange.index_on_connection = 1;
  exchange.peer_port = 40'000;
  exchange.request = {.method = "POST",
                      .target = "/items?id=7&id=8&x=",
                      .path = "/items",
                      .query = {{"id", "7"}, {"id", "8"}, {"x", ""}},
                      .headers = {{"Accept", "a"}, {"Accept", "b"}, {"Host", "x"}},
                      .body = "two\nlines"};
  exchange.body_hash = stable_hash(exchange.request.body);
  exchange.accepted = 1ns;
  exchange.first_byte = 1500us;
  exchange.head_known = 2ms;
  exchange.request_complete = 24h + 3ns;
  exchange.first_response_byte = 24h + 1s;
  exchange.last_response_byte = 24h + 2s;
  exchange.ended = 24h + 3s;
  exchange.end = End::kClientReset;
  exchange.waits = {{.since = 24h, .until = 24h + 1s, .wakes_at = 24h + 2s},
                    {.since = 24h + 2s, .until = {}, .wakes_at = {}}};
  exchange.key = "k";
  exchange.attempt = 2;
  exchange.fault = "hang_mid_body";
  exchange.status = 200;
  exchange.in_flight = 5;
  exchange.in_flight_on_path = 4;
  exchange.bytes_received = 100;
  exchange.bytes_sent = 50;
  return exchange;
}

std::expected<JournalFile, std::string> read(const std::string& text) {
  std::istringstream in(text);
  return read_journal(in);
}

TEST(JournalJson, ReadsBackWhatItWroteToTheNanosecond) {
  const auto line = to_json_line(full(), Change::kEnded);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  const auto journal = read(line);
  ASSERT_TRUE(journal.has_value()) << journal.error();
  ASSERT_EQ(journal->exchanges.size(), 1u);
  const auto& got = journal->exchanges[0];
  EXPECT_EQ(to_json(got), to_json(full()));
  EXPECT_EQ(got.request_complete, 24h + 3ns);
  EXPECT_EQ(got.waits, full().waits);
  EXPECT_EQ(got.request.query, full().request.query);
  EXPECT_EQ(got.request.headers, full().request.headers);
  EXPECT_FALSE(journal->cut_off);
}

TEST(JournalJson, SaysWhatChangedAndWhen) {
  const auto json = Json::parse(to_json_line(full(), Change::kWaiting));
  EXPECT_EQ(json.at("change"), "waiting");
  EXPECT_EQ(json.at("at_ms"), 86'402'000.0);
}

TEST(JournalJson, LeavesOutWhatHasNotHappened) {
  const auto json = Json::parse(to_json_line({}, Change::kArrived));
  for (const char* key :
       {"head_known_ms", "request_complete_ms", "first_response_byte_ms", "last_response_byte_ms", "ended_ms"}) {
    EXPECT_FALSE(json.contains(key)) << key;
  }
  EXPECT_EQ(json.at("end"), "open");
}

TEST(JournalJson, WritesOneLineWhateverTheBytes) {
  auto exchange = full();
  exchange.request.body = "\xff\n\"";
  exchange.request.path = std::string("/\0\x1b\xc0", 4);
  const auto line = to_json_line(exchange, Change::kEnded);
  EXPECT_EQ(line.find('\n'), line.size() - 1);
  EXPECT_EQ(Json::parse(line).at("body"), "\uFFFD\n\"");
  EXPECT_TRUE(read(line).has_value());
}

TEST(JournalJson, CutsAHugeBodyAndSaysSo) {
  auto exchange = full();
  exchange.request.body = std::string(kMaxBodyInJson + 1, 'x');
  exchange.body_hash = stable_hash(exchange.request.body);
  const auto json = to_json(exchange);
  EXPECT_EQ(json.at("body").get<std::string>().size(), kMaxBodyInJson);
  EXPECT_EQ(json.at("body_bytes"), kMaxBodyInJson + 1);
  EXPECT_EQ(json.at("body_cut"), true);
  EXPECT_TRUE(exchange_from_json(json).has_value());
}

TEST(JournalJson, HashesTheSameInEveryProgram) {
  // The vectors published with the function.
  EXPECT_EQ(stable_hash(""), 0xcbf29ce484222325U);
  EXPECT_EQ(stable_hash("foobar"), 0x85944171f73967e8U);
  auto exchange = full();
  exchange.body_hash = stable_hash("foobar");
  EXPECT_EQ(to_json(exchange).at("body_hash"), "85944171f73967e8");
}

TEST(JournalJson, TakesTheLastLineOfEachExchangeInTheOrderOfArrival) {
  Exchange first;
  Exchange second;
  second.sequence = 1;
  std::string text = to_json_line(first, Change::kArrived) + to_json_line(second, Change::kArrived);
  first.head_known = 1ms;
  first.request.path = "/a";
  text += to_json_line(first, Change::kHeadKnown);
  const auto journal = read(text);
  ASSERT_TRUE(journal.has_value()) << journal.error();
  ASSERT_EQ(journal->exchanges.size(), 2u);
  EXPECT_EQ(journal->exchanges[0].request.path, "/a");
  EXPECT_EQ(journal->exchanges[1].sequence, 1u);
}

TEST(JournalJson, LeavesOutALastLineWithoutItsEnd) {
  const auto line = to_json_line(full(), Change::kEnded);
  const auto journal = read(line + line.substr(0, 40));
  ASSERT_TRUE(journal.has_value()) << journal.error();
  EXPECT_EQ(journal->exchanges.size(), 1u);
  EXPECT_TRUE(journal->cut_off);
}

TEST(JournalJson, NamesTheLineThatIsWrong) {
  const auto good = to_json_line(full(), Change::kEnded);
  EXPECT_EQ(read(good + "{\n").error(), "line 2: this is no JSON");
  EXPECT_EQ(read("[]\n").error(), "line 1: expected an object");
  const auto altered = [&](const char* key, Json value) {
    Json json = Json::parse(good);
    json[key] = std::move(value);
    return read(good + json.dump() + "\n").error();
  };
  EXPECT_EQ(altered("sequense", 1), "line 2: unknown key \"sequense\"");
  EXPECT_EQ(altered("sequence", -1), "line 2: \"sequence\" is no whole number in its range");
  EXPECT_EQ(altered("peer_port", 65'536), "line 2: \"peer_port\" is no whole number in its range");
  EXPECT_EQ(altered("path", 1), "line 2: \"path\" is no string");
  EXPECT_EQ(altered("accepted_ms", "1"), "line 2: \"accepted_ms\" is no time in milliseconds");
  EXPECT_EQ(altered("headers", {{"a", 1}}), "line 2: \"headers\" has a value that is no string: \"a\"");
  EXPECT_EQ(altered("body_hash", "xyz"), "line 2: \"body_hash\" is not 16 hexadecimal digits");
  EXPECT_EQ(altered("end", "dead"), "line 2: \"end\" is none of the ways an exchange ends");
  EXPECT_EQ(altered("end", "open"), "line 2: \"end\" and \"ended_ms\" contradict each other");
  EXPECT_EQ(altered("change", "born"), "line 2: \"change\" is none of the changes of an exchange");
  EXPECT_EQ(altered("waits", {{{"since_ms", 1}, {"till_ms", 2}}}), "line 2: unknown key \"till_ms\"");
}

TEST(JournalJson, MissesEveryKeyThatIsAlwaysThere) {
  const Json empty = to_json({});
  for (const auto& [key, value] : empty.items()) {
    Json json = empty;
    json.erase(key);
    const auto exchange = exchange_from_json(json);
    ASSERT_FALSE(exchange.has_value()) << key;
    EXPECT_EQ(exchange.error(), "the key \"" + key + "\" is missing");
  }
}

}  // namespace
}  // namespace mock_server
