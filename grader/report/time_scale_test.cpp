#include "grader/report/time_scale.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/time_text.hpp"

namespace grader {
namespace {

TEST(TimeScale, IsTrueWhereEverythingCanBeSeen) {
  const TimeScale scale({0, 10, 40}, 80, 3);
  EXPECT_DOUBLE_EQ(scale.place(0), 0);
  EXPECT_DOUBLE_EQ(scale.place(10), 20);
  EXPECT_DOUBLE_EQ(scale.place(25), 50);
  EXPECT_DOUBLE_EQ(scale.place(40), 80);
  EXPECT_FALSE(scale.has_shortened());
}

TEST(TimeScale, KeepsAShortStepVisibleAndMarksTheLongOneAsShortened) {
  const TimeScale scale({0, 1, 1'000'001}, 60, 3);
  EXPECT_DOUBLE_EQ(scale.place(1), 3);
  EXPECT_DOUBLE_EQ(scale.place(1'000'001), 60);
  EXPECT_FALSE(scale.stretches()[0].shortened);
  EXPECT_TRUE(scale.stretches()[1].shortened);
}

TEST(TimeScale, NeverGoesBackAndAlwaysFillsTheWidth) {
  std::vector<double> moments;
  for (int i = 0; i < 500; ++i) moments.push_back(i * i * i / 7.0);
  const TimeScale scale(moments, 60, 3);
  double before = -1;
  for (const double moment : moments) {
    EXPECT_GT(scale.place(moment), before);
    before = scale.place(moment);
  }
  EXPECT_NEAR(before, 60, 1e-9);
}

TEST(TimeScale, OfOneMomentHasOnePlace) {
  EXPECT_DOUBLE_EQ(TimeScale({5}, 60, 3).place(5), 0);
  EXPECT_DOUBLE_EQ(TimeScale({}, 60, 3).place(5), 0);
  EXPECT_DOUBLE_EQ(TimeScale({1, 2}, 60, 3).place(-10), 0);
  EXPECT_DOUBLE_EQ(TimeScale({1, 2}, 60, 3).place(10), 60);
}

TEST(TimeText, TakesTheUnitThatAPersonWould) {
  EXPECT_EQ(time_text(0), "0 ms");
  EXPECT_EQ(time_text(212.968), "213 ms");
  EXPECT_EQ(time_text(1'500), "1.5 s");
  EXPECT_EQ(time_text(120'000), "2 min");
  EXPECT_EQ(time_text(130'050), "2 min 10.05 s");
  EXPECT_EQ(time_text(3'903'000), "1 h 5 min 3 s");
  EXPECT_EQ(time_text(86'400'000), "1 d");
  EXPECT_EQ(time_text(1e15), "1.157e+07 days");
  EXPECT_EQ(time_text(-250), "-250 ms");
}

}  // namespace
}  // namespace grader
