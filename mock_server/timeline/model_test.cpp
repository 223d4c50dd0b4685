#include "mock_server/timeline/model.hpp"

#include <gmock/gmock.h>

#include "mock_server/testing/exchanges.hpp"

namespace mock_server::timeline {
namespace {

using namespace std::chrono_literals;
using ::testing::ElementsAre;
using testing_help::Story;

std::vector<Phase> phases(const Bar& bar) {
  std::vector<Phase> found;
  for (const auto& span : bar.spans) found.push_back(span.phase);
  return found;
}

TEST(Timeline, TellsWhatARequestWasDoingWhen) {
  Story story;
  story.request("/a", 2ms).accepted(1ms).complete(5ms).waits(5ms, 50ms).sends(50ms, 80ms, 10).waits(80ms).left(100ms);
  const auto model = make_timeline(story.exchanges());
  EXPECT_EQ(model.origin, 1ms);
  EXPECT_EQ(model.length, 99ms);
  const auto& bar = model.lanes.at(0).bars.at(0);
  EXPECT_THAT(phases(bar),
              ElementsAre(Phase::kConnecting, Phase::kReceiving, Phase::kWaiting, Phase::kAnswering, Phase::kWaiting));
  EXPECT_EQ(bar.begin, 1ms);
  EXPECT_EQ(bar.spans[2].from, 4ms);
  EXPECT_EQ(bar.spans[2].to, 49ms);
  EXPECT_EQ(bar.spans[4].to, 99ms);
  EXPECT_EQ(bar.outcome, Outcome::kClientLeft);
}

TEST(Timeline, HasALaneForEachKeyInTheOrderOfArrival) {
  Story story;
  story.request("/b", 0ms).request("/a", 1ms).request("/b", 2ms).request("/a", 3ms).key("k");
  const auto model = make_timeline(story.exchanges());
  ASSERT_EQ(model.lanes.size(), 3u);
  EXPECT_EQ(model.lanes[0].name, "/b");
  EXPECT_EQ(model.lanes[0].bars.size(), 2u);
  EXPECT_EQ(model.lanes[2].name, "k");
}

TEST(Timeline, HasALaneForEachConnection) {
  Story story;
  story.request("/a", 0ms).connection(4).request("/b", 1ms).connection(4).request("/a", 2ms).connection(5);
  Options options;
  options.lane_by = Options::LaneBy::kConnection;
  const auto model = make_timeline(story.exchanges(), options);
  ASSERT_EQ(model.lanes.size(), 2u);
  EXPECT_EQ(model.lanes[0].name, "connection 4");
  EXPECT_EQ(model.lanes[0].bars.size(), 2u);
}

TEST(Timeline, LeavesAnIdleConnectionOutOfTheNextRequest) {
  Story story;
  story.request("/a", 0ms)
      .connection(1)
      .answered(200, 1ms)
      .request("/a", 100ms)
      .accepted(0ms)
      .connection(1)
      .answered(200, 101ms);
  const auto model = make_timeline(story.exchanges());
  EXPECT_EQ(model.lanes[0].bars[1].from, 100ms);
}

TEST(Timeline, TellsThePauseBeforeTheNextAttempt) {
  Story story;
  story.request("/a", 0ms).answered(503, 10ms).request("/a", 110ms).answered(503, 120ms).request("/a", 120ms);
  const auto model = make_timeline(story.exchanges());
  EXPECT_EQ(model.lanes[0].bars[0].pause, 100ms);
  EXPECT_EQ(model.lanes[0].bars[1].pause, std::nullopt);
}

TEST(Timeline, ShowsAnOpenRequestUpToTheEnd) {
  Story story;
  story.request("/a", 0ms).waits(0ms).request("/b", 0ms).answered(200, 70ms);
  const auto model = make_timeline(story.exchanges());
  EXPECT_EQ(model.lanes[0].bars[0].to, 70ms);
  EXPECT_EQ(model.lanes[0].bars[0].outcome, Outcome::kOpen);
}

TEST(Timeline, TakesMarksOfOthersInto) {
  Story story;
  story.request("/a", 10ms).answered(200, 20ms);
  const auto model = make_timeline(story.exchanges(), {.marks = {{30ms, "/a", "timeout"}, {5ms, "breaker", "opens"}}});
  EXPECT_EQ(model.origin, 5ms);
  EXPECT_EQ(model.length, 25ms);
  ASSERT_EQ(model.lanes.size(), 2u);
  EXPECT_EQ(model.lanes[0].events.at(0).at, 25ms);
  EXPECT_EQ(model.lanes[1].name, "breaker");
  EXPECT_TRUE(model.lanes[1].bars.empty());
}

TEST(Timeline, LeavesOutTheMiddleOfTooMany) {
  Story story;
  for (int i = 0; i < 10; ++i) story.request("/a", i * 2ms).answered(200, i * 2ms + 1ms);
  const auto model = make_timeline(story.exchanges(), {.marks = {}, .max_requests = 6});
  std::vector<std::uint64_t> shown;
  for (const auto& bar : model.lanes[0].bars) shown.push_back(bar.sequence);
  EXPECT_THAT(shown, ElementsAre(0, 1, 2, 3, 8, 9));
  EXPECT_EQ(model.left_out, 4u);
  EXPECT_EQ(model.left_out_after, 3u);
  EXPECT_EQ(model.lanes[0].bars[2].pause, 1ms);
  EXPECT_EQ(model.lanes[0].bars[3].pause, std::nullopt) << "the next one is not shown";
}

TEST(Pack, PutsWhatOverlapsOnDifferentTracks) {
  EXPECT_THAT(pack({{0, 5}, {1, 2}, {2, 3}, {4, 6}, {5, 6}}), ElementsAre(0, 1, 1, 1, 0));
  EXPECT_THAT(pack({}), ElementsAre());
}

}  // namespace
}  // namespace mock_server::timeline
