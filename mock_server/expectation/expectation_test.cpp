#include "mock_server/expectation/expectation.hpp"

#include <gmock/gmock.h>

#include "mock_server/testing/exchanges.hpp"

namespace mock_server {
namespace {

using namespace std::chrono_literals;
using testing_help::Story;

bool holds(const Expectation& expectation, const Story& story) { return check(expectation, story.exchanges()).holds; }
bool is_final(const Expectation& expectation, const Story& story) {
  const auto verdict = check(expectation, story.exchanges());
  EXPECT_FALSE(verdict.holds && verdict.final);
  return verdict.final;
}

TEST(Selection, ReadsMethodAndPathFromAText) {
  EXPECT_EQ(Selection("POST /items").method, "POST");
  EXPECT_EQ(Selection("POST /items").path, "/items");
  EXPECT_EQ(Selection("/a b").path, "/a b") << "a decoded path may have blanks";
  EXPECT_EQ(Selection("/a b").method, "");
}

TEST(Selection, SelectsByMethodPathSegmentsAndKey) {
  Story story;
  story.request("/items/7", 0ms).method("POST").key("k");
  const auto& exchange = story.exchanges()[0];
  for (const Selection& matching : {Selection(""), Selection("/items/7"), Selection("/items/*"), Selection("/*/7"),
                                    Selection("POST /items/7"), with_key("k")}) {
    EXPECT_TRUE(matching.contains(exchange)) << selection_text(matching);
  }
  for (const Selection& other :
       {Selection("/items"), Selection("/items/"), Selection("/items/*/x"), Selection("/items/77"),
        Selection("GET /items/7"), Selection("/*"), with_key("/items/7")}) {
    EXPECT_FALSE(other.contains(exchange)) << selection_text(other);
  }
}

TEST(Amount, HoldsItsBounds) {
  EXPECT_TRUE(between(2, 4).contains(2) && between(2, 4).contains(4));
  EXPECT_FALSE(between(2, 4).contains(1) || between(2, 4).contains(5));
  EXPECT_FALSE(none().contains(1));
  EXPECT_TRUE(at_least(3).contains(1'000'000) && at_most(3).contains(0));
}

TEST(Count, CountsTheSelected) {
  Story story;
  story.request("/a", 0ms).request("/b", 0ms).request("/a", 1ms);
  EXPECT_TRUE(holds(expect::Count{"/a", exactly(2)}, story));
  EXPECT_TRUE(holds(expect::Count{"", exactly(3)}, story));
  EXPECT_TRUE(holds(expect::Count{"/c", none()}, story));
  EXPECT_FALSE(holds(expect::Count{"/a", exactly(1)}, story));
  EXPECT_TRUE(is_final(expect::Count{"/a", exactly(1)}, story));
  EXPECT_FALSE(is_final(expect::Count{"/a", exactly(3)}, story));
}

TEST(Attempts, AreThoseOfEachKey) {
  Story story;
  story.request("/a", 0ms).key("x").request("/a", 0ms).key("y").request("/a", 1ms).key("x");
  EXPECT_FALSE(holds(expect::Attempts{"/a", exactly(2)}, story)) << "y has one";
  EXPECT_FALSE(is_final(expect::Attempts{"/a", exactly(2)}, story));
  EXPECT_TRUE(is_final(expect::Attempts{"/a", exactly(1)}, story)) << "x has two";
  EXPECT_TRUE(holds(expect::Attempts{with_key("x"), exactly(2)}, story));
  story.request("/a", 1ms).key("y");
  EXPECT_TRUE(holds(expect::Attempts{"/a", exactly(2)}, story));
  EXPECT_FALSE(holds(expect::Attempts{"/b", exactly(2)}, story));
  EXPECT_TRUE(holds(expect::Attempts{"/b", at_most(2)}, story));
}

TEST(Order, CountsRepetitionsOnceAndOthersNot) {
  Story story;
  story.request("/login", 0ms).request("/noise", 0ms).request("/login", 1ms);
  const Expectation expectation = expect::Order{expect::Order::By::kPath, {"/login", "/items"}};
  EXPECT_FALSE(holds(expectation, story));
  EXPECT_FALSE(is_final(expectation, story));
  story.request("/items", 2ms);
  EXPECT_TRUE(holds(expectation, story));
  story.request("/login", 3ms);
  EXPECT_TRUE(is_final(expectation, story));
}

TEST(Order, OfKeys) {
  Story story;
  story.request("/a", 0ms).key("x").request("/a", 0ms).key("y");
  EXPECT_TRUE(holds(expect::Order{expect::Order::By::kKey, {"x", "y"}}, story));
  EXPECT_TRUE(is_final(expect::Order{expect::Order::By::kKey, {"y", "x"}}, story));
}

TEST(Spacing, IsThatOfTheAttemptsOfEachKey) {
  Story story;
  story.request("/a", 0ms)
      .key("x")
      .request("/a", 1ms)
      .key("y")
      .request("/a", 100ms)
      .key("x")
      .request("/a", 101ms)
      .key("y");
  EXPECT_TRUE(holds(expect::Spacing{"/a", {{.least = 100ms}}}, story));
  EXPECT_TRUE(is_final(expect::Spacing{"/a", {{.least = 100ms + 1ns}}}, story));
  EXPECT_FALSE(holds(expect::Spacing{"/a", {{.least = 0ms, .most = 99ms}}}, story));
}

TEST(Spacing, UsesTheLastWindowForAllLaterAttempts) {
  Story story;
  for (const auto at : {0ms, 100ms, 300ms, 500ms}) story.request("/a", at);
  EXPECT_TRUE(holds(expect::Spacing{"/a", {{100ms, 100ms}, {200ms, 200ms}}}, story));
  EXPECT_FALSE(holds(expect::Spacing{"/a", {{100ms, 100ms}, {200ms, 200ms}, {400ms, {}}}}, story));
}

TEST(Spacing, DoesNotHoldWhereNothingWasRepeated) {
  Story story;
  story.request("/a", 0ms);
  EXPECT_FALSE(holds(expect::Spacing{"/a", {{.least = 1ms}}}, story));
  EXPECT_FALSE(is_final(expect::Spacing{"/a", {{.least = 1ms}}}, story));
}

TEST(InFlight, IsTheMostAtOnce) {
  Story story;
  story.request("/a", 0ms).answered(200, 10ms).request("/b", 1ms).request("/a", 2ms).answered(200, 5ms);
  EXPECT_TRUE(holds(expect::InFlight{"/b", 1}, story));
  EXPECT_TRUE(holds(expect::InFlight{"/a", 2}, story));
  EXPECT_FALSE(holds(expect::InFlight{"/a", 1}, story));
  EXPECT_FALSE(holds(expect::InFlight{"", 2}, story));
  EXPECT_FALSE(holds(expect::InFlight{"/c", 2}, story)) << "nobody came";
  EXPECT_EQ(check(expect::InFlight{"/a", 1}, story.exchanges()).requests.size(), 2u);
}

TEST(Left, IsJudgedOnTheServersClock) {
  Story story;
  story.request("/slow", 100ms).left(300ms);
  EXPECT_TRUE(holds(expect::Left{"/slow", 200ms}, story));
  EXPECT_TRUE(holds(expect::Left{"/slow", {}}, story));
  EXPECT_TRUE(is_final(expect::Left{"/slow", 200ms - 1ns}, story));
  story.request("/slow", 400ms);
  EXPECT_FALSE(holds(expect::Left{"/slow", 200ms}, story)) << "one is still there";
  EXPECT_FALSE(is_final(expect::Left{"/slow", 200ms}, story));
  story.answered(200, 450ms);
  EXPECT_TRUE(is_final(expect::Left{"/slow", {}}, story));
  EXPECT_FALSE(holds(expect::Left{"/nobody", {}}, story));
}

TEST(Connections, CountsRequestsAndConnections) {
  Story story;
  story.request("/a", 0ms).connection(1).request("/a", 1ms).connection(1).request("/a", 2ms).connection(2);
  EXPECT_TRUE(holds(expect::Connections{"/a", exactly(3), exactly(2)}, story));
  EXPECT_TRUE(is_final(expect::Connections{"/a", exactly(3), exactly(1)}, story));
  EXPECT_FALSE(holds(expect::Connections{"/a", exactly(4), exactly(2)}, story));
  EXPECT_FALSE(is_final(expect::Connections{"/a", exactly(4), exactly(2)}, story));
  EXPECT_FALSE(holds(expect::Connections{"/b", at_least(1), at_most(2)}, story));
}

TEST(NothingAfter, ATimeOrTheClientsLeaving) {
  Story story;
  story.request("/a", 0ms);
  EXPECT_FALSE(holds(expect::NothingAfter{"/a", {}}, story)) << "nobody has left yet";
  story.left(200ms);
  EXPECT_TRUE(holds(expect::NothingAfter{"/a", {}}, story));
  EXPECT_TRUE(holds(expect::NothingAfter{"/a", 0ms}, story));
  story.request("/a", 200ms).request("/b", 300ms);
  EXPECT_TRUE(holds(expect::NothingAfter{"/a", {}}, story)) << "the same time is not after it";
  story.request("/a", 200ms + 1ns);
  EXPECT_TRUE(is_final(expect::NothingAfter{"/a", {}}, story));
  EXPECT_TRUE(is_final(expect::NothingAfter{"/a", 199ms}, story));
  EXPECT_TRUE(holds(expect::NothingAfter{"/c", 199ms}, story));
}

TEST(HeaderSeen, ByNameValueOrPatternInEveryRequestOrOne) {
  Story story;
  story.request("/a", 0ms).header("Authorization", "Bearer 12");
  const auto seen = [](std::optional<std::string> value, std::optional<Pattern> pattern, bool in_every = true) {
    return expect::HeaderSeen{"/a", "authorization", std::move(value), std::move(pattern), in_every};
  };
  EXPECT_TRUE(holds(seen({}, {}), story));
  EXPECT_TRUE(holds(seen("Bearer 12", {}), story));
  EXPECT_TRUE(holds(seen({}, Pattern("Bearer \\d+")), story));
  EXPECT_FALSE(holds(seen("Bearer", {}), story));
  EXPECT_FALSE(holds(seen({}, Pattern("Bearer")), story)) << "a pattern matches in full";
  story.request("/a", 1ms);
  EXPECT_TRUE(is_final(seen({}, {}), story));
  EXPECT_TRUE(holds(seen({}, {}, false), story));
  EXPECT_FALSE(holds(expect::HeaderSeen{"/b", "Host", {}, {}, true}, story));
}

TEST(HeaderSeen, MatchesNoPatternAgainstAHugeValue) {
  Story story;
  story.request("/a", 0ms).header("X", std::string(60'000, 'a'));
  EXPECT_FALSE(holds(expect::HeaderSeen{"/a", "X", {}, Pattern("(a|b)*"), true}, story));
}

}  // namespace
}  // namespace mock_server
