#include "grader/report/timeline_svg.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/golden.hpp"
#include "grader/report/hostile.hpp"

namespace grader {
namespace {

using namespace testing_help;
using testing::HasSubstr;
using testing::Not;

TEST(TimelineSvg, IsTheApprovedPicture) {
  expect_golden("timeline_hanging.svg", timeline_svg(timeline_picture(ReportJson(hanging_timeline()))));
  expect_golden("timeline_retrying.svg", timeline_svg(timeline_picture(ReportJson(retrying_timeline()))));
}

TEST(TimelineSvg, TellsItsStoryToThoseWhoDoNotSeeIt) {
  const std::string svg =
      timeline_svg(timeline_picture(ReportJson(retrying_timeline())), {.id = "a", .title = "Two attempts"});
  EXPECT_THAT(svg, HasSubstr("role=\"img\" aria-labelledby=\"a-title\" aria-describedby=\"a-desc\""));
  EXPECT_THAT(svg, HasSubstr("<title id=\"a-title\">Two attempts</title>"));
  EXPECT_THAT(svg, HasSubstr("/drip from 1.5 s to 3.5 s (drip): client left; then a wait of 2 s."));
}

TEST(TimelineSvg, LeavesTheStyleToAPageThatHasIt) {
  const TimelinePicture picture = timeline_picture(ReportJson(hanging_timeline()));
  EXPECT_THAT(timeline_svg(picture), HasSubstr("<style>"));
  EXPECT_THAT(timeline_svg(picture, {.style = false}), Not(HasSubstr("<style>")));
}

TEST(TimelineSvg, TextOfAStudentStaysText) {
  const ReportJson report = hostile_report();
  const ReportJson& test = report["exercises"][1]["criteria"][0]["tests"][0];
  const std::string svg = timeline_svg(timeline_picture(test["timeline"]), {.id = "\"><script>", .title = "<script>"});
  for (const char* power : {"<script", "<img", "</svg> ", "\x1b", "\u202e"}) EXPECT_THAT(svg, Not(HasSubstr(power)));
}

TEST(TimelineSvg, OfNothingIsNothing) { EXPECT_EQ(timeline_svg({}), ""); }

}  // namespace
}  // namespace grader
