#include "grader/report/annotate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>

#include "grader/report/sample.hpp"
#include "grader/report/terminal.hpp"
#include "grader/schema/schema.hpp"

namespace grader {
namespace {

using namespace testing_help;
using testing::HasSubstr;

constexpr const char* kRow = "21/explains";

std::string refusal(ReportJson& report, const Annotation& annotation) {
  const ReportJson before = report;
  try {
    annotate(report, annotation);
  } catch (const AnnotationError& error) {
    EXPECT_EQ(report, before) << "a refusal changes nothing";
    return error.what();
  }
  return "no refusal";
}

TEST(Annotate, GivesThePointsOfAManualRowOnTop) {
  ReportJson report = sample_report();
  const ReportJson before = report["score"];
  const ReportJson row = annotate(report, {.row = kRow, .points = 1, .comment = "who keeps it?"});
  EXPECT_EQ(row["status"], "partial");
  EXPECT_EQ(row["earned"], 1);
  EXPECT_EQ(row["comment"], "who keeps it?");
  EXPECT_EQ(report["score"]["bonus"], before["bonus"].get<int>() + 1);
  EXPECT_EQ(report["score"]["earned"], before["earned"]);
  EXPECT_EQ(report["score"]["pending_manual"], before["pending_manual"].get<int>() - 2);
  EXPECT_EQ(report["exercises"][7]["pending_manual"], 0);
  std::ifstream schema(std::string(HANGTIME_ROOT) + "/exercises/schema/report.schema.json");
  EXPECT_THAT(validate(nlohmann::json::parse(schema), nlohmann::json::parse(to_text(report))), testing::IsEmpty());
}

TEST(Annotate, TheLastWordCounts) {
  ReportJson twice = sample_report();
  annotate(twice, {.row = kRow, .points = 2, .comment = "very clear"});
  EXPECT_EQ(annotate(twice, {.row = "21_explain/explains", .points = 0, .comment = {}})["status"], "failed");
  ReportJson once = sample_report();
  annotate(once, {.row = kRow, .points = 0, .comment = "very clear"});
  EXPECT_EQ(twice, once);
  EXPECT_EQ(annotate(twice, {.row = kRow, .points = 2, .comment = {}})["status"], "passed");
}

TEST(Annotate, IsShownToTheStudent) {
  ReportJson report = sample_report();
  annotate(report, {.row = kRow, .points = 1, .comment = "who keeps it?\x1b[2J"});
  const std::string text = render_report(report, {.colour = false, .width = 80, .instructor = false});
  EXPECT_THAT(text, HasSubstr("1 of 2 points"));
  EXPECT_THAT(text, HasSubstr("comment   who keeps it?\\x1b[2J"));
}

TEST(Annotate, RefusesWhatCannotBeGiven) {
  ReportJson report = sample_report();
  EXPECT_EQ(refusal(report, {.row = kRow, .points = 3, .comment = {}}),
            "21_explain/explains is worth 2 points: give 0 to 2, not 3");
  EXPECT_THAT(refusal(report, {.row = kRow, .points = -1, .comment = {}}), HasSubstr("give 0 to 2, not -1"));
  EXPECT_EQ(refusal(report, {.row = "21/draws", .points = 1, .comment = {}}),
            "nothing was handed in for 21_explain/draws, so it has no points to give");
  for (const char* row : {"21/answers", "21", "explains", "2/explains", "01/explains", ""}) {
    EXPECT_EQ(refusal(report, {.row = row, .points = 1, .comment = {}}),
              std::string("the report has no manual row ") + row + "; it has 21_explain/explains, 21_explain/draws");
  }
}

TEST(Annotate, RefusesWhatIsNoReport) {
  for (const char* text :
       {"null", "[]", "{}", R"({"schema": "hangtime/verify/1"})", R"({"schema": "hangtime/report/1"})",
        R"({"schema": "hangtime/report/1", "score": {}, "exercises": [1, {"criteria": [null]}]})"}) {
    ReportJson report = ReportJson::parse(text);
    EXPECT_NE(refusal(report, {.row = kRow, .points = 1, .comment = {}}), "no refusal") << text;
  }
}

}  // namespace
}  // namespace grader
