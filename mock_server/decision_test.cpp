#include "mock_server/decision.hpp"

#include <gmock/gmock.h>

#include "mock_server/routes.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;

Request request(const std::string& path, Headers headers = {}) {
  return {.method = "GET", .target = path, .path = path, .headers = std::move(headers)};
}

/// The names of what a route does about n requests in a row.
std::string faults_of(Route& route, int n, const Request& request, const Moment& moment = {}) {
  std::string names;
  for (int i = 0; i < n; ++i) names += (i == 0 ? "" : " ") + route.next(request, moment).stage.fault_name();
  return names;
}

TEST(Decision, GivesEachStageItsTimesAndTheLastTheRest) {
  Route route("", "/a");
  route.fin().then().times(3).hang().then().rst().times(2);
  EXPECT_EQ(faults_of(route, 8, request("/a")), "fin hang hang hang rst rst rst rst");
}

TEST(Decision, CountsByTheKey) {
  const auto one = request("/a", {{"X-Request-Key", "1"}, {"X-Other", "o"}});
  const auto two = request("/a", {{"X-Request-Key", "2"}, {"X-Other", "o"}});
  const auto other_path = request("/b", {{"X-Request-Key", "1"}});
  const auto attempts = [&](RequestKey key) {
    Route route("", "/a");
    route.key_by(std::move(key));
    const std::vector<std::pair<Request, std::uint64_t>> asked = {{one, 8}, {two, 8}, {other_path, 8}, {one, 9}};
    std::string found;
    for (const auto& [request, connection] : asked) {
      const auto choice = route.next(request, {.connection = connection});
      found += choice.key + "#" + std::to_string(choice.attempt) + " ";
    }
    return found;
  };
  EXPECT_EQ(attempts({}), "1#1 2#1 1#2 1#3 ");
  EXPECT_EQ(attempts(RequestKey::path()), "/a#1 /a#2 /b#1 /a#3 ");
  EXPECT_EQ(attempts(RequestKey::global()), "global#1 global#2 global#3 global#4 ");
  EXPECT_EQ(attempts(RequestKey::connection()), "connection 8#1 connection 8#2 connection 8#3 connection 9#1 ");
  EXPECT_EQ(attempts(RequestKey::header("x-other")), "o#1 o#2 /b#1 o#3 ");
}

TEST(Decision, ChancesTakeTheirShareAndUseUpNoStage) {
  Route route("", "/a");
  route.chance(0.25, "hang").chance(0.25, "rst").fin().then().json({});
  std::map<std::string, int> count;
  int stages_seen = 0;
  for (int i = 0; i < 4'000; ++i) {
    const auto name = route.next(request("/a"), {.seed = 7}).stage.fault_name();
    ++count[name];
    if (name != "fin" && name != "ok") continue;
    EXPECT_EQ(name, stages_seen++ == 0 ? "fin" : "ok");
  }
  // Always the same numbers, as the seed is; these bounds are four standard deviations wide.
  EXPECT_NEAR(count["hang"], 1'000, 110);
  EXPECT_NEAR(count["rst"], 1'000, 110);
  EXPECT_EQ(count["fin"], 1);
}

TEST(Decision, DependsOnSeedKeyAndAttemptAlone) {
  const auto fates = [](std::uint64_t seed, const std::vector<std::string>& keys) {
    Route route("", "/a");
    route.chance(0.5, "hang");
    std::map<std::pair<std::string, std::size_t>, std::string> found;
    for (const auto& key : keys) {
      const auto choice = route.next(request("/a", {{"X-Request-Key", key}}), {.seed = seed});
      found[{choice.key, choice.attempt}] = choice.stage.fault_name();
    }
    return found;
  };
  std::vector<std::string> keys;
  for (int i = 0; i < 64; ++i) keys.push_back(std::to_string(i % 8));
  auto sorted = keys;
  std::ranges::sort(sorted);
  EXPECT_EQ(fates(1, keys), fates(1, sorted));
  EXPECT_NE(fates(1, keys), fates(2, keys));
}

TEST(Decision, RefusesChancesThatAreNone) {
  Route route("", "/a");
  EXPECT_THROW(route.chance(-0.1, "hang"), std::invalid_argument);
  EXPECT_THROW(route.chance(1.1, "hang"), std::invalid_argument);
  EXPECT_THROW(route.chance(0.5, "hnag"), std::invalid_argument);
  EXPECT_THROW(route.chance(0.5, "refused"), std::invalid_argument);
  for (int i = 0; i < 10; ++i) route.chance(0.1, "hang");
  EXPECT_THROW(route.chance(0.1, "hang"), std::invalid_argument);
  EXPECT_EQ(faults_of(route, 3, request("/a")), "hang hang hang");
}

TEST(Decision, RateLimitsComeFirstAndUseUpNoStage) {
  Route route("", "/a");
  route.rate_limit({.tokens = 2, .refill_per_s = 0.5}).fin().then().rst();
  EXPECT_EQ(faults_of(route, 4, request("/a")), "fin rst rate_limited rate_limited");
  const auto refused = route.next(request("/a"), {.now = 500ms}).stage.response;
  EXPECT_EQ(refused.status, 429);
  EXPECT_EQ(find_header(refused.headers, "Retry-After"), "2") << "1.5 s, rounded up";
  EXPECT_EQ(faults_of(route, 2, request("/a"), {.now = 2s}), "rst rate_limited");
  EXPECT_EQ(faults_of(route, 1, request("/other")), "fin") << "a bucket for each key";
  route.rate_limit({.tokens = 1, .refill_per_s = 1, .retry_after = false});
  route.next(request("/b"));
  EXPECT_EQ(find_header(route.next(request("/b")).stage.response.headers, "Retry-After"), std::nullopt);
  EXPECT_THROW(route.rate_limit({.tokens = 0}), std::invalid_argument);
  EXPECT_THROW(route.rate_limit({.refill_per_s = 0}), std::invalid_argument);
}

TEST(TokenBucket, AdmitsWhoeverComesBackWhenTold) {
  for (const double rate : {0.3, 1.0, 3.0, 7.0, 1e6}) {
    const RateLimit limit{.tokens = 3, .refill_per_s = rate};
    TokenBucket bucket;
    Duration now{0};
    for (int round = 0; round < 1'000; ++round) {
      const auto wait = bucket.take(limit, now);
      if (wait > 0ns) {
        EXPECT_EQ(bucket.take(limit, now + wait - 1ns), 1ns);
        now += wait;
        ASSERT_EQ(bucket.take(limit, now), 0ns) << rate << " " << round;
      }
      now += 1ns * (round * 7919 % 1000);
    }
  }
}

TEST(TokenBucket, FillsUpToItsSizeAndNoFurther) {
  const RateLimit limit{.tokens = 2, .refill_per_s = 1};
  TokenBucket bucket;
  EXPECT_EQ(bucket.take(limit, 1h), 0ns);
  EXPECT_EQ(bucket.take(limit, 1h), 0ns);
  EXPECT_EQ(bucket.take(limit, 1h), 1s);
  EXPECT_EQ(bucket.take(limit, 1h + 1500ms), 0ns);
  EXPECT_EQ(bucket.take(limit, 1h + 1500ms), 500ms);
  EXPECT_EQ(bucket.take(limit, 2h), 0ns);
  EXPECT_EQ(bucket.take(limit, 2h), 0ns);
  EXPECT_EQ(bucket.take(limit, 2h), 1s);
}

TEST(TokenBucket, RoundsTheWaitUpToSeconds) {
  EXPECT_EQ(retry_after_seconds(1ns), 1);
  EXPECT_EQ(retry_after_seconds(1s), 1);
  EXPECT_EQ(retry_after_seconds(1s + 1ns), 2);
}

TEST(States, ChooseTheRouteAndAreSetByTheAnswer) {
  Routes routes;
  routes.set_state("breaker", "closed");
  routes.on("", "/a").when("breaker", "closed").text("fine").then().fin().set("breaker", "open");
  routes.on("", "/a").when("breaker", "open").rst();
  const auto fault = [&] { return routes.choose(request("/a"), {})->stage.fault_name(); };
  EXPECT_EQ(fault() + " " + fault() + " " + fault(), "ok fin rst");
  EXPECT_EQ(routes.state("breaker"), "open");
  routes.set_state("breaker", "half");
  EXPECT_EQ(routes.choose(request("/a"), {}), std::nullopt);
  EXPECT_EQ(routes.nearest(request("/a")).differences().at(0).part, "state breaker");
  routes.on("", "/a").text("in any state");
  EXPECT_EQ(fault(), "ok");
  routes.set_state("breaker", "closed");
  EXPECT_EQ(fault(), "fin") << "its attempts go on";
  routes.on("", "/b").text("in any state");
  routes.on("", "/b").when("breaker", "open").rst();
  EXPECT_EQ(routes.choose(request("/b"), {})->stage.fault_name(), "rst") << "more conditions, states included, win";
}

TEST(States, OfAChoosersStageAreSetToo) {
  Routes routes;
  routes.on("", "/a").choose([](const Request&, std::size_t) {
    Stage stage;
    stage.set_state = {{"seen", "yes"}};
    return stage;
  });
  EXPECT_EQ(routes.state("seen"), "");
  routes.choose(request("/a"), {});
  EXPECT_EQ(routes.state("seen"), "yes");
}

TEST(Routes, OnOnePathCoexistWhenTheirConditionsDiffer) {
  Routes routes;
  routes.on("", "/a").text("plain");
  routes.on("", "/a").with_query("page", "2").text("two");
  routes.on("", "/a").with_header("X-A", Pattern("b+")).text("header");
  routes.on("", "/a").with_body({.kind = BodyMatcher::Kind::kContains, .text = "x"}).text("body");
  const auto body = [&](const Request& request) { return routes.choose(request, {})->stage.response.body; };
  auto asked = request("/a");
  EXPECT_EQ(body(asked), "plain");
  asked.headers = {{"x-a", "bb"}};
  EXPECT_EQ(body(asked), "header");
  asked.query = {{"page", "2"}};
  EXPECT_EQ(body(asked), "two") << "equally particular: the first one written";
  EXPECT_EQ(body({.method = "POST", .target = "/a", .path = "/a", .body = "xyz"}), "body");
  routes.on("", "/a").text("rewritten");
  EXPECT_EQ(body(request("/a")), "rewritten");
  EXPECT_EQ(body(asked), "two");
}

}  // namespace
}  // namespace mock_server
