#include "mock_server/testing/matchers.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest-spi.h>

#include <fstream>
#include <iterator>
#include <sstream>
#include <thread>

#include "mock_server/expectation/read.hpp"
#include "mock_server/journal_json.hpp"
#include "mock_server/raw_client.hpp"
#include "mock_server/server.hpp"
#include "mock_server/testing/exchanges.hpp"
#include "mock_server/testing/golden.hpp"
#include "mock_server/testing/json_schema.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using testing_help::Story;

/// What GoogleTest prints when the check fails.
template <class Check>
std::string failure(const Check& check) {
  ::testing::TestPartResultArray results;
  {
    const ::testing::ScopedFakeTestPartResultReporter reporter(
        ::testing::ScopedFakeTestPartResultReporter::INTERCEPT_ONLY_CURRENT_THREAD, &results);
    check();
  }
  EXPECT_EQ(results.size(), 1);
  return results.size() == 1 ? results.GetTestPartResult(0).message() : "nothing failed";
}

Story story() {
  Story story;
  story.request("/login", 0ms).answered(200, 1ms).connection(0);
  story.request("/flaky", 10ms).header("Authorization", "Bearer 1").answered(503, 12ms).connection(0);
  story.request("/flaky", 60ms).answered(503, 62ms);
  story.request("/flaky", 260ms).ends(End::kServerClosed, 260ms).fault("fin");
  story.request("/slow", 300ms).waits(300ms).left(600ms);
  story.request("/slow", 310ms).method("POST").key("order-7").waits(310ms);
  story.request("/slow", 900ms).waits(900ms).ends(End::kStopped, 1s);
  return story;
}

TEST(Matchers, SayTheFactAndTheRequestsThatMatter) {
  const auto seen = story().exchanges();
  std::string all;
  const auto note = [&](const JournalMatcher& matcher) {
    all += failure([&] { EXPECT_THAT(seen, matcher); }) + "\n\n";
  };
  note(requests("/flaky", 2));
  note(requests("POST /flaky", at_least(1)));
  note(requests("/flaky", at_most(2)));
  note(requests("", between(1, 2)));
  note(no_requests("/slow"));
  note(attempts("/slow", 2));
  note(spaced_at_least("/flaky", 100ms));
  note(spaced_at_least("/flaky", 50ms + 100ns));
  note(spaced_exactly("/flaky", {50ms, 100ms}));
  note(spaced("/flaky", {{.least = 40ms, .most = 60ms}, {.least = 80ms, .most = 120ms}}));
  note(spaced_at_least("/login", 100ms));
  note(max_in_flight(at_most(1)));
  note(max_in_flight("/slow", at_most(1)));
  note(left("/slow"));
  note(left_within("/slow", 200ms));
  note(left_within("/nowhere", 200ms));
  note(reused_connections("/flaky"));
  note(over_connections("/flaky", exactly(3), at_most(1)));
  note(nothing_after("/slow", 305ms));
  note(nothing_after_leaving("/slow"));
  note(nothing_after_leaving("/flaky"));
  note(saw_header("/flaky", "Authorization"));
  note(saw_header("/flaky", "Authorization", "Bearer 2"));
  note(saw_header_matching("/slow", "X-Request-Key", "order-[0-9]+"));
  note(arrived_in_order({"/flaky", "/login", "/slow"}));
  note(keys_arrived_in_order({"order-7", "/login"}));
  note(requests("/nowhere", 1));
  testing_help::expect_golden("mock_server/testing", "messages.txt", all);
}

TEST(Matchers, HoldForWhatHappened) {
  const auto seen = story().exchanges();
  EXPECT_THAT(seen, requests("/flaky", 3));
  EXPECT_THAT(seen, ::testing::AllOf(attempts("/flaky", 3), spaced_exactly("/flaky", {50ms, 200ms})));
  EXPECT_THAT(seen, max_in_flight("/slow", at_most(3)));
  EXPECT_THAT(seen, max_in_flight(at_most(3)));
  EXPECT_THAT(seen, over_connections("", exactly(7), exactly(6)));
  EXPECT_THAT(seen, nothing_after("/flaky", 260ms));
  EXPECT_THAT(seen, saw_header("POST /slow", "x-request-key", "order-7"));
  EXPECT_THAT(seen, saw_header_matching("POST /slow", "x-request-key", "order-[0-9]+"));
  EXPECT_THAT(seen, arrived_in_order({"/login", "/flaky", "/slow"}));
  EXPECT_THAT(seen, keys_arrived_in_order({"/login", "order-7"}));
  EXPECT_THAT(seen, ::testing::Not(left("/slow")));
}

TEST(Matchers, ListOnlySomeOfManyRequestsAndSayHowManyMore) {
  Story many;
  for (int i = 0; i < 10'000; ++i) many.request("/a", i * 1ms);
  const auto text = failure([&] { EXPECT_THAT(many.exchanges(), requests("/a", 3)); });
  EXPECT_LT(text.size(), 2'000u);
  EXPECT_THAT(text, ::testing::HasSubstr("… (9988 more)"));
  EXPECT_THAT(text, ::testing::HasSubstr("#0 "));
  EXPECT_THAT(text, ::testing::HasSubstr("#9999 "));
}

TEST(Matchers, WriteOutWhatAClientSent) {
  Story story;
  story.request("/\x1b[31m\n<script>\xff" + std::string(5'000, 'x') + "end", 0ms);
  const auto text = failure([&] { EXPECT_THAT(story.exchanges(), requests("", 3)); });
  EXPECT_THAT(text, ::testing::HasSubstr("/\\x1b[31m\\n<script>\\xffxxx"));
  EXPECT_THAT(text, ::testing::HasSubstr("x…x"));
  EXPECT_THAT(text, ::testing::HasSubstr("xend"));
  EXPECT_LT(text.size(), 400u);
}

/// The blocks of one language in docs/journal.md.
std::vector<std::string> blocks(const std::string& language) {
  std::ifstream file(std::string(HANGTIME_ROOT) + "/docs/journal.md");
  std::vector<std::string> found;
  bool inside = false;
  for (std::string line; std::getline(file, line);) {
    if (inside && line == "```") {
      inside = false;
    } else if (inside) {
      found.back() += line + "\n";
    } else if (line == "```" + language) {
      inside = true;
      found.emplace_back();
    }
  }
  return found;
}

TEST(Docs, ShowMatchersThatHoldForAStory) {
  Story story;
  story.request("/items", 0ms).connection(1).answered(200, 1ms).request("/items", 2ms).connection(1).answered(200, 3ms);
  story.request("/items", 4ms).connection(1).header("Authorization", "Bearer 7").answered(200, 5ms);
  story.request("/flaky", 10ms).answered(503, 11ms).request("/flaky", 111ms).answered(503, 112ms);
  story.request("/flaky", 311ms).answered(200, 312ms).request("/slow", 400ms).left(600ms);
  const struct {
    Journal::Exchanges exchanges;
    const Journal::Exchanges& journal() const { return exchanges; }
  } server{story.exchanges()};
  // docs/journal.md shows these lines.
  EXPECT_THAT(server.journal(), requests("/items", exactly(3)));
  EXPECT_THAT(server.journal(), attempts("/flaky", 3));
  EXPECT_THAT(server.journal(), spaced_at_least("/flaky", 100ms));
  EXPECT_THAT(server.journal(), spaced_exactly("/flaky", {101ms, 200ms}));
  EXPECT_THAT(server.journal(), max_in_flight("/items", at_most(4)));
  EXPECT_THAT(server.journal(), left_within("/slow", 200ms));
  EXPECT_THAT(server.journal(), reused_connections("/items"));
  EXPECT_THAT(server.journal(), nothing_after_leaving("/slow"));
  EXPECT_THAT(server.journal(), ::testing::Not(saw_header("/items", "Authorization")));
  EXPECT_THAT(server.journal(), arrived_in_order({"/items", "/flaky", "/slow"}));

  std::ifstream file(std::string(HANGTIME_ROOT) + "/mock_server/testing/matchers_test.cpp");
  const std::string source(std::istreambuf_iterator<char>(file), {});
  std::size_t compared = 0;
  for (const auto& block : blocks("cpp")) {
    std::istringstream lines(block);
    for (std::string line; std::getline(lines, line); ++compared) {
      EXPECT_THAT(source, ::testing::HasSubstr("\n  " + line + "\n"));
    }
  }
  EXPECT_GE(compared, 10u);
}

TEST(Docs, ShowJsonThatIsRead) {
  std::size_t lines = 0;
  std::size_t expectations = 0;
  for (const auto& block : blocks("json")) {
    const Json json = Json::parse(block);
    if (json.contains("expectations")) {
      const auto parsed = parse_expectations(block, "docs/journal.md");
      EXPECT_TRUE(parsed.has_value()) << json::render_all(parsed.error());
      expectations += json.at("expectations").size();
    } else {
      EXPECT_TRUE(exchange_from_json(json).has_value()) << exchange_from_json(json).error();
      EXPECT_THAT(testing_help::schema_problems(testing_help::source_json("mock_server/journal.schema.json"), json),
                  ::testing::IsEmpty());
      ++lines;
    }
  }
  EXPECT_EQ(lines, 1u);
  EXPECT_GE(expectations, 9u) << "all kinds";
}

TEST(Docs, ExplainEveryKeyOfALine) {
  std::ifstream file(std::string(HANGTIME_ROOT) + "/docs/journal.md");
  const std::string page(std::istreambuf_iterator<char>(file), {});
  const Json schema = testing_help::source_json("mock_server/journal.schema.json");
  for (const auto& [key, value] : schema.at("properties").items()) {
    EXPECT_THAT(page, ::testing::HasSubstr("`" + key + "`"));
  }
}

class Eventually : public ::testing::Test {
 protected:
  std::shared_ptr<ManualClock> clock = std::make_shared<ManualClock>();
  Server server{{.clock = clock}};
};

TEST_F(Eventually, WaitsForWhatIsOnItsWay) {
  server.on("/slow").hang();
  RawClient client(server.port());
  client.get("/slow");
  EXPECT_THAT(server.journal(), eventually(requests("/slow", 1)));
  ASSERT_TRUE(server.wait_for_parked(1));
  clock->advance_to(200ms);
  std::thread leaves([&] { client.close(); });
  EXPECT_THAT(server.journal(), eventually(left_within("/slow", 200ms)));
  leaves.join();
}

TEST_F(Eventually, GivesUpAtOnceOnWhatCanNoLongerBe) {
  server.on("/a");
  RawClient(server.port()).get("/a", "Connection: close\r\n").receive_all();
  const auto text = failure([&] { EXPECT_THAT(server.journal(), eventually(left("/a"))); });
  EXPECT_THAT(text, ::testing::HasSubstr("#0 answered 200"));
}

TEST_F(Eventually, RefusesExchangesThatNeverChange) {
  EXPECT_THROW(failure([&] { EXPECT_THAT(server.journal().snapshot(), eventually(requests("/a", 1))); }),
               std::logic_error);
}

TEST_F(Eventually, ShowsNoBytesOfTheJournal) {
  EXPECT_THAT(failure([&] { EXPECT_THAT(server.journal(), requests("/a", 1)); }),
              ::testing::HasSubstr(
                  "Expected: exactly 1 request to /a\n  Actual:  (of type mock_server::Journal), no request to /a"));
}

}  // namespace
}  // namespace mock_server
