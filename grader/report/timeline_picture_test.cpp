#include "grader/report/timeline_picture.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/sample.hpp"

namespace grader {
namespace {

using namespace testing_help;
using testing::ElementsAre;
using testing::HasSubstr;
using What = TimelinePicture::What;
using End = TimelinePicture::End;

TimelinePicture picture_of(const char* json) { return timeline_picture(ReportJson::parse(json)); }

TEST(TimelinePicture, HasCallsOperationsRequestsAndEventsInThisOrder) {
  const TimelinePicture picture = timeline_picture(ReportJson(retrying_timeline()));
  ASSERT_EQ(picture.lanes.size(), 3u);
  EXPECT_EQ(picture.lanes[0].what, What::kCall);
  EXPECT_EQ(picture.lanes[0].name, "fetch_with_timeout");
  EXPECT_EQ(picture.lanes[1].name, "job");
  EXPECT_EQ(picture.lanes[1].bars[0].cancelled_ms, 400);
  EXPECT_EQ(picture.lanes[1].bars[0].end, End::kCancelled);
  EXPECT_EQ(picture.lanes[2].name, "/drip");
  EXPECT_THAT(picture.moments, ElementsAre(0, 400, 500, 1'500, 3'500, 5'500));
}

TEST(TimelinePicture, SeesWaitsBetweenAttemptsAndAfterTheLast) {
  const TimelinePicture picture = timeline_picture(ReportJson(retrying_timeline()));
  const auto& requests = picture.lanes[2].bars;
  ASSERT_EQ(requests.size(), 2u);
  EXPECT_EQ(requests[0].ending, "503");
  EXPECT_EQ(requests[0].end, End::kFailed);
  EXPECT_EQ(requests[0].wait_to_ms, 1'500);
  EXPECT_EQ(requests[1].end, End::kLeft);
  EXPECT_EQ(requests[1].wait_to_ms, 5'500);
}

TEST(TimelinePicture, TimeOfNoCallIsNoWait) {
  const TimelinePicture picture = picture_of(R"([
    {"at_ms": 0, "what": "call", "function": "f", "id": 1}, {"at_ms": 0, "what": "request", "path": "/a", "id": 2},
    {"at_ms": 1, "what": "served", "path": "/a", "id": 2}, {"at_ms": 1, "what": "returned", "function": "f", "id": 1},
    {"at_ms": 9, "what": "call", "function": "f", "id": 3}, {"at_ms": 9, "what": "returned", "function": "f", "id": 3}])");
  EXPECT_EQ(picture.lanes[1].bars[0].wait_to_ms, std::nullopt);
}

TEST(TimelinePicture, ThePartsOfASpanBelongTogetherByTheirId) {
  const TimelinePicture picture = picture_of(R"([
    {"at_ms": 0, "what": "job started", "id": 1}, {"at_ms": 1, "what": "job started", "id": 2},
    {"at_ms": 2, "what": "job ended", "id": 2}, {"at_ms": 9, "what": "job ended", "error": "StatusError", "id": 1}])");
  ASSERT_EQ(picture.lanes.size(), 2u);
  EXPECT_EQ(picture.lanes[0].bars[0].to_ms, 9);
  EXPECT_EQ(picture.lanes[0].bars[0].ending, "StatusError");
  EXPECT_EQ(picture.lanes[1].bars[0].to_ms, 2);
  EXPECT_FALSE(picture.lanes[1].first);
}

TEST(TimelinePicture, WithoutIdsTheFirstOneEndsFirst) {
  const TimelinePicture picture = picture_of(R"([
    {"at_ms": 0, "what": "request", "path": "/a"}, {"at_ms": 1, "what": "request", "path": "/a"},
    {"at_ms": 2, "what": "served", "path": "/a"}, {"at_ms": 3, "what": "client_left", "path": "/a"}])");
  ASSERT_EQ(picture.lanes.size(), 2u);
  EXPECT_EQ(picture.lanes[0].bars[0].to_ms, 2);
  EXPECT_EQ(picture.lanes[1].bars[0].to_ms, 3);
}

TEST(TimelinePicture, WhatNobodyCanTellApartIsCounted) {
  const TimelinePicture at_once = picture_of(R"([
    {"at_ms": 0, "what": "job started", "id": 1}, {"at_ms": 0, "what": "job ended", "id": 1},
    {"at_ms": 0, "what": "job started", "id": 2}, {"at_ms": 0, "what": "job ended", "id": 2}])");
  ASSERT_EQ(at_once.lanes.size(), 1u);
  EXPECT_EQ(at_once.lanes[0].bars[0].times, 2u);
  const TimelinePicture side_by_side = picture_of(R"([
    {"at_ms": 0, "what": "job started", "id": 1}, {"at_ms": 0, "what": "job started", "id": 2},
    {"at_ms": 5, "what": "job ended", "id": 1}, {"at_ms": 5, "what": "job ended", "id": 2}])");
  ASSERT_EQ(side_by_side.lanes.size(), 1u);
  EXPECT_EQ(side_by_side.lanes[0].times, 2u);
}

TEST(TimelinePicture, WhatHasNoEndGoesOnToTheEndOfThePicture) {
  const TimelinePicture picture = picture_of(R"([
    {"at_ms": 0, "what": "call", "function": "f", "id": 1}, {"at_ms": 7, "what": "subject ended", "why": "crashed"}])");
  EXPECT_EQ(picture.lanes[0].bars[0].to_ms, 7);
  EXPECT_EQ(picture.lanes[0].bars[0].end, End::kOpen);
  EXPECT_EQ(picture.lanes[1].marks[0].text, "crashed");
}

TEST(TimelinePicture, OfNothingOrOfNonsenseIsEmpty) {
  for (const char* text : {"null", "[]", "{}", "[1, null, {}]", R"([{"at_ms": "0", "what": "call"}])",
                           R"([{"at_ms": 0, "what": ""}, {"at_ms": 1e300, "what": "x"}])"}) {
    EXPECT_TRUE(picture_of(text).empty()) << text;
  }
}

TEST(TimelinePicture, CanBeRead) {
  EXPECT_THAT(timeline_sentences(timeline_picture(ReportJson(retrying_timeline()))),
              ElementsAre("fetch_with_timeout from 0 ms to 5.5 s: threw Timeout",
                          "job from 0 ms to 500 ms, cancelled at 400 ms: cancelled",
                          "/drip from 0 ms to 500 ms (status): answered 503; then a wait of 1 s",
                          "/drip from 1.5 s to 3.5 s (drip): client left; then a wait of 2 s"));
}

TEST(TimelinePicture, SaysWhatTheReportLeftOut) {
  const TimelinePicture picture = picture_of(
      R"x([{"at_ms": 0, "what": "call", "function": "f", "id": 1}, {"at_ms": 0, "what": "… (7 more entries)"}])x");
  EXPECT_EQ(picture.cut, "… (7 more entries)");
  EXPECT_THAT(timeline_sentences(picture).back(), HasSubstr("7 more"));
}

}  // namespace
}  // namespace grader
