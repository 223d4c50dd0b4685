#include "grader/report/html_page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/annotate.hpp"
#include "grader/report/golden.hpp"
#include "grader/report/hostile.hpp"
#include "grader/report/markup.hpp"
#include "grader/report/sample.hpp"

namespace grader {
namespace {

using namespace testing_help;
using testing::HasSubstr;
using testing::Not;

TEST(HtmlPage, IsTheApprovedPage) { expect_golden("report.html", render_html(sample_report())); }

TEST(HtmlPage, SaysWhatTheReportSays) {
  ReportJson report = sample_report();
  annotate(report, {.row = "21/explains", .points = 1, .comment = "who keeps it?"});
  const std::string page = render_html(report);
  for (const char* part :
       {"<html lang=\"en\">", "3 of 31 points", "Bonus: +5", "<strong>Not final.</strong>", "9 points are undecided",
        "TimeoutError after 200 ms", "no answer; the code waits for ever", "no member named &#39;gett&#39;",
        "Draw the timing diagram of one call first", "exercises/remedial/timeouts.md", "who keeps it?",
        "A future is a promise\nthat somebody else keeps.", "A, namespaces", "clang++ 19.1.7", "<dd>7</dd>",
        "role=\"img\"", "answered 503; then a wait of 1 s"}) {
    EXPECT_THAT(page, HasSubstr(part));
  }
}

// Nothing of a student's becomes markup, and the page could not load or run anything if it did.
TEST(HtmlPage, TextOfAStudentStaysText) {
  const std::string page = render_html(hostile_report());
  for (const char* power : {"<script", "<img", "onerror=\"", "\x1b", "\r", "\u202e", "\xff"})
    EXPECT_THAT(page, Not(HasSubstr(power)));
  EXPECT_THAT(page, HasSubstr("&lt;script&gt;alert(1)&lt;/script&gt;"));
  EXPECT_THAT(page, HasSubstr("]]&gt;"));
  EXPECT_THAT(page, HasSubstr("default-src 'none'"));
}

TEST(HtmlPage, OfADamagedReportIsAPageAllTheSame) {
  for (const char* text :
       {"null", "[]", "{}", R"({"exercises": [1, {"criteria": [null, {"tests": [{}]}], "build": {"ok": true}}]})",
        R"({"score": {"possible": -5, "earned": 1}, "next": [7], "objectives": {"a": 1}, "seed": "x"})"}) {
    const std::string page = render_html(ReportJson::parse(text));
    EXPECT_THAT(page, HasSubstr("<h1>Report</h1>")) << text;
    EXPECT_THAT(page, HasSubstr("</html>")) << text;
  }
}

TEST(HtmlPage, ManyTestsThatFailDoNotMakeItHeavy) {
  std::vector<TestResult> many;
  for (int i = 0; i < 40; ++i) {
    many.push_back(result("delivers", "Case" + std::to_string(i), TestStatus::kFailed, "m"));
    many.back().timeline = retrying_timeline();
  }
  const CourseScore judged =
      sum_up(sample_course(), {score(sample_course().exercises[4], built(), run_of(std::move(many)))});
  const std::string page = render_html(make_report(judged, sample_facts()));
  EXPECT_THAT(page, HasSubstr("case 39"));
  EXPECT_THAT(page, HasSubstr("The timeline of this test is in report.json."));
}

TEST(Markup, EscapesWhatHasPower) {
  EXPECT_EQ(markup_text("a<b>&\"'\n\tc"), "a&lt;b&gt;&amp;&quot;&#39;\n        c");
  EXPECT_EQ(markup_text("\x1b[0m\xff\u202e"), "\\x1b[0m\\xff\\u202e");
  EXPECT_EQ(markup_text("caf\u00e9 \u4e2d"), "caf\u00e9 \u4e2d");
}

}  // namespace
}  // namespace grader
