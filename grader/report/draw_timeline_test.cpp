#include "grader/report/draw_timeline.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/golden.hpp"
#include "grader/report/sample.hpp"
#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using namespace testing_help;
using mock_server::text::display_width;
using mock_server::text::split_lines;
using testing::HasSubstr;
using testing::Not;

std::string drawn(const ReportJson& timeline, std::size_t columns = 72) {
  return draw_timeline(timeline_picture(timeline), columns);
}

TEST(DrawTimeline, ShowsWhatIsApproved) {
  expect_golden("timeline_hanging.txt", drawn(ReportJson(hanging_timeline())));
  expect_golden("timeline_retrying.txt", drawn(ReportJson(retrying_timeline())));
  expect_golden("timeline_narrow.txt", drawn(ReportJson(retrying_timeline()), 40));
}

TEST(DrawTimeline, KeepsWithinItsWidth) {
  for (const auto& timeline : {hanging_timeline(), retrying_timeline()}) {
    for (std::size_t columns = 40; columns < 160; columns += 7) {
      const std::string text = drawn(ReportJson(timeline), columns);
      for (const std::string_view line : split_lines(text)) EXPECT_LE(display_width(line), columns) << line;
    }
  }
}

TEST(DrawTimeline, ABreakInTheScaleIsMarked) {
  const std::string text = drawn(ReportJson(hanging_timeline()));
  EXPECT_THAT(text, HasSubstr("─≈─"));
  EXPECT_THAT(text, HasSubstr("≈ time shortened"));
  const auto even =
      ReportJson::parse(R"([{"at_ms": 0, "what": "a"}, {"at_ms": 10, "what": "a"}, {"at_ms": 19, "what": "a"}])");
  EXPECT_THAT(drawn(even), Not(HasSubstr("≈")));
}

TEST(DrawTimeline, AnnouncesWhatDoesNotFit) {
  ReportJson timeline = ReportJson::array();
  for (int i = 0; i < 40; ++i)
    timeline.push_back({{"at_ms", i}, {"what", "request"}, {"path", "/" + std::to_string(i)}, {"id", i}});
  EXPECT_THAT(drawn(timeline), HasSubstr("… (26 more lines)"));
  timeline.clear();
  for (int i = 0; i < 9; ++i) timeline.push_back({{"at_ms", i}, {"what", "told"}, {"args", {i}}});
  EXPECT_THAT(drawn(timeline), HasSubstr("… (5 more)"));
}

TEST(DrawTimeline, TextOfAStudentHasNoPowerOverTheTerminal) {
  const std::string evil = "\x1b[2J\n\r\t\u202e" + std::string(300, 'x') + "\xff\u4e2d\u0301";
  ReportJson timeline = ReportJson::array();
  timeline.push_back({{"at_ms", 0}, {"what", "call"}, {"function", evil}, {"id", 1}});
  timeline.push_back({{"at_ms", 0}, {"what", "request"}, {"path", evil}, {"fault", evil}, {"id", 2}});
  timeline.push_back({{"at_ms", 1}, {"what", evil}, {"args", evil}});
  timeline.push_back({{"at_ms", 2}, {"what", "threw"}, {"function", evil}, {"error", evil}, {"id", 1}});
  const std::string text = drawn(timeline);
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
  EXPECT_THAT(text, Not(HasSubstr("\r")));
  EXPECT_THAT(text, Not(HasSubstr("\u202e")));
  EXPECT_THAT(text, HasSubstr("\\x1b[2J"));
  for (const std::string_view line : split_lines(text)) EXPECT_LE(display_width(line), 72u) << line;
}

TEST(DrawTimeline, OfNothingIsNothing) { EXPECT_EQ(draw_timeline({}, 80), ""); }

}  // namespace
}  // namespace grader
