#include "mock_server/timeline/axis.hpp"

#include <gmock/gmock.h>

#include "mock_server/testing/exchanges.hpp"

namespace mock_server::timeline {
namespace {

using namespace std::chrono_literals;
using testing_help::Story;

Axis axis_of(const Story& story, double width = 100) { return Axis(make_timeline(story.exchanges()), width, 2, 1); }

std::vector<std::string> labels(const Axis& axis) {
  std::vector<std::string> found;
  const auto width = [](const std::string& label) { return static_cast<double>(label.size()); };
  for (const auto& tick : axis.ticks(width, 2)) found.push_back(tick.label);
  return found;
}

TEST(Axis, IsLinearAndHasRoundTicks) {
  Story story;
  story.request("/a", 0ms).left(200ms);
  const auto axis = axis_of(story);
  EXPECT_DOUBLE_EQ(axis.place(0ms), 0);
  EXPECT_DOUBLE_EQ(axis.place(100ms), 50);
  EXPECT_DOUBLE_EQ(axis.place(200ms), 100);
  EXPECT_THAT(labels(axis), ::testing::ElementsAre("0 ms", "20 ms", "40 ms", "60 ms", "80 ms", "100 ms", "120 ms",
                                                   "140 ms", "160 ms", "180 ms"));
  EXPECT_TRUE(axis.cuts().empty()) << "a lone wait is the story itself";
}

TEST(Axis, KeepsAnExponentialBackoffWhole) {
  Story story;
  for (const auto at : {0ms, 100ms, 300ms, 700ms, 1500ms, 3100ms}) story.request("/a", at).answered(503, at + 5ms);
  EXPECT_TRUE(axis_of(story).cuts().empty());
}

TEST(Axis, CutsOutWaitsFarLongerThanTheRest) {
  Story story;
  for (const auto at : {0ms, 100ms, 600'100ms, 600'200ms}) story.request("/a", at).answered(503, at + 10ms);
  const auto axis = axis_of(story);
  ASSERT_EQ(axis.cuts().size(), 1u);
  EXPECT_EQ(axis.cuts()[0].from, 110ms);
  EXPECT_EQ(axis.cuts()[0].to, 600'100ms);
  EXPECT_NEAR(axis.place(110ms), 49, 0.1);
  EXPECT_NEAR(axis.place(600'100ms), 51, 0.1);
  EXPECT_NEAR(axis.place(5min), 50, 0.1);
  EXPECT_THAT(cut_sentences(axis), ::testing::ElementsAre("9 min 59.99 s left out after +110 ms"));
}

TEST(Axis, CountsAnewAfterACut) {
  Story story;
  for (const auto at : {0ms, 600'000ms}) story.request("/a", at).answered(503, at + 100ms);
  EXPECT_THAT(labels(axis_of(story)), ::testing::ElementsAre("0 ms", "20 ms", "40 ms", "60 ms", "80 ms", "10 min",
                                                             "+20 ms", "+40 ms", "+60 ms", "+80 ms"));
}

TEST(Axis, CutsNothingForAnInstant) {
  Story story;
  story.request("/a", 0ms).answered(200, 1ms).request("/b", 2ms).left(10s);
  EXPECT_TRUE(axis_of(story).cuts().empty());
}

TEST(Axis, KeepsARhythmOfManyLongWaits) {
  Story story;
  for (int i = 0; i < 12; ++i) story.request("/a", i * 5min).answered(503, i * 5min + 100ms);
  EXPECT_TRUE(axis_of(story).cuts().empty());
}

TEST(Axis, NeverLeavesItsWidthNorGoesBack) {
  Story story;
  for (const auto at : {0ms, 1ms, 700ms, 3'600'000ms, 3'600'900ms, 90'000'000ms})
    story.request("/a", at).answered(200, at + 30ms);
  for (const double width : {20.0, 77.0, 900.0}) {
    const auto axis = axis_of(story, width);
    double before = 0;
    for (auto time = 0ms; time <= 90'000'030ms; time += 4'321ms) {
      EXPECT_GE(axis.place(time), before);
      before = axis.place(time);
    }
    EXPECT_LE(before, width);
    EXPECT_NEAR(axis.place(90'000'030ms), width, 1e-6);
  }
}

TEST(Axis, OfAnInstantHasOneTick) {
  Story story;
  story.request("/a", 3ms).answered(200, 3ms);
  EXPECT_THAT(labels(axis_of(story)), ::testing::ElementsAre("0 ms"));
}

}  // namespace
}  // namespace mock_server::timeline
