#include <gmock/gmock.h>

#include <atomic>
#include <latch>
#include <map>
#include <random>

#include "mock_server/scenario/test_support.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using testing_help::at_once;
using testing_help::fetch;
using testing_help::scenario;

constexpr int kClients = 16;

using Decisions = std::map<std::pair<std::string, std::size_t>, std::string>;

/// What a server decides about 40 requests of each of 16 clients, who ask for 20 keys in an order that nobody knows. The
/// time stands still, so that the journal shows the exact delays.
Decisions decisions(std::uint64_t seed) {
  auto rules = scenario(R"({"routes": [{
    "match": {"path": "/items"},
    "plan": [{"fault": "status", "code": 503, "times": 2}, {"ok": {}, "delay": {"uniform_ms": [100, 90000]}}],
    "chance": [{"p": 0.2, "fault": "fin"}, {"p": 0.2, "fault": "truncated_fin"}, {"p": 0.2, "fault": "rst"}]
  }]})");
  rules.seed = seed;
  Server server({.clock = std::make_shared<ManualClock>(), .scenario = rules});
  std::vector<std::vector<RawClient>> clients(kClients);
  at_once(kClients, [&](int which) {
    std::random_device entropy;
    std::vector<int> keys;
    for (int i = 0; i < 40; ++i) keys.push_back(i % 20);
    std::ranges::shuffle(keys, entropy);
    for (const int key : keys) {
      clients[static_cast<std::size_t>(which)]
          .emplace_back(server.port())
          .get("/items", "X-Request-Key: " + std::to_string(key) + "\r\n");
    }
  });
  EXPECT_TRUE(server.journal().wait_for_requests("/items", kClients * 40));
  Decisions found;
  for (const auto& exchange : server.journal().snapshot()) {
    auto& decision = found[{exchange.key, exchange.attempt}];
    decision = exchange.fault + " " + std::to_string(exchange.status);
    if (exchange.fault == "delay") decision += " " + std::to_string(exchange.waits.at(0).wakes_at.value().count());
  }
  return found;
}

TEST(Scenario, DecidesTheSameInEveryRunWithOneSeed) {
  const auto first = decisions(7);
  EXPECT_EQ(first.size(), 640u) << "every attempt of every key has been counted once";
  std::map<std::string, int> shares;
  for (const auto& [which, decision] : first) ++shares[decision.substr(0, decision.find(' '))];
  // The same numbers in every run, and these bounds are five standard deviations wide.
  for (const auto* fault : {"fin", "truncated_fin", "rst"}) EXPECT_NEAR(shares[fault], 128, 50) << fault;
  EXPECT_EQ(shares["status"], 40) << "the plan is neither shortened nor repeated by chances";
  EXPECT_EQ(decisions(7), first);
  EXPECT_NE(decisions(8), first);
}

TEST(Scenario, IsReplacedAsAWhole) {
  const auto named = [](const std::string& name) {
    return scenario(R"({"states": {"of": ")" + name + R"("}, "routes": [{
      "match": {"path": "/a"},
      "when_state": {"of": ")" +
                    name + R"("},
      "plan": [{"ok": {"text": ")" +
                    name + R"(", "headers": {"X-From": ")" + name + R"("}}}]
    }, {"match": {"path": "/only-)" +
                    name + R"("}, "plan": [{"ok": {}}]}]})");
  };
  const std::vector<Scenario> both = {named("red"), named("blue")};
  Server server({.scenario = both[0]});
  std::atomic<bool> done = false;
  std::thread installing([&] {
    for (int i = 0; !done; ++i) server.install(both[static_cast<std::size_t>(i % 2)]);
  });
  std::map<std::string, std::atomic<int>> seen;
  for (const auto* name : {"red", "blue", "neither"}) seen[name] = 0;
  at_once(kClients, [&](int) {
    for (int i = 0; seen.at("neither") == 0 && (i < 50 || seen.at("red") == 0 || seen.at("blue") == 0); ++i) {
      const auto answer = fetch(server, "/a");
      const auto is_of = [&](const std::string& name) {
        return answer.contains("X-From: " + name + "\r\n") && answer.ends_with("\r\n\r\n" + name);
      };
      ++seen.at(is_of("red") ? "red" : is_of("blue") ? "blue" : "neither");
    }
  });
  done = true;
  installing.join();
  EXPECT_EQ(seen["neither"], 0) << "routes of one scenario with the states of the other answer nothing";
  EXPECT_GE(seen["red"] + seen["blue"], kClients * 50);
}

TEST(Scenario, LetsWhatIsInFlightFinishAsItBegan) {
  const auto clock = std::make_shared<ManualClock>();
  Server server({.clock = clock, .scenario = scenario(R"({"states": {"s": "a"}, "routes": [
    {"match": {"path": "/slow"}, "plan": [{"ok": {"text": "old"}, "delay_ms": 500, "set_state": {"s": "b"}}]}]})")});
  RawClient client(server.port());
  client.get("/slow");
  ASSERT_TRUE(server.wait_for_parked(1));
  EXPECT_EQ(server.state("s"), "b");
  server.install(scenario(
      R"({"states": {"s": "c"}, "routes": [{"match": {"path": "/slow"}, "plan": [{"ok": {"text": "new"}}]}]})"));
  EXPECT_EQ(server.state("s"), "c");
  EXPECT_TRUE(fetch(server, "/slow").ends_with("new"));
  clock->advance_to(500ms);
  EXPECT_TRUE(client.received_now().ends_with("old"));
  const auto all = server.journal().exchanges("/slow");
  EXPECT_EQ(all.at(1).attempt, 1u) << "the attempts of the old scenario are forgotten";
}

TEST(States, AreTakenByExactlyOneOfManyClients) {
  Server server({.scenario = scenario(R"({"states": {"lock": "free"}, "routes": [
    {"match": {"method": "POST", "path": "/lock"}, "when_state": {"lock": "free"}, "set_state": {"lock": "taken"},
     "plan": [{"ok": {"text": "yours"}}]},
    {"match": {"method": "POST", "path": "/lock"}, "plan": [{"fault": "status", "code": 409}]}]})")});
  for (int round = 0; round < 20; ++round) {
    server.set_state("lock", "free");
    std::atomic<int> winners = 0;
    std::latch ready(kClients);
    at_once(kClients, [&](int) {
      ready.arrive_and_wait();
      const auto answer = fetch(server, "/lock", "", "POST");
      if (answer.ends_with("yours")) ++winners;
      EXPECT_TRUE(answer.ends_with("yours") || answer.starts_with("HTTP/1.1 409")) << answer;
    });
    EXPECT_EQ(winners, 1);
    EXPECT_EQ(server.state("lock"), "taken");
  }
}

}  // namespace
}  // namespace mock_server
