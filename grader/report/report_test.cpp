#include "grader/report/report.hpp"

#include <gtest/gtest.h>

#include <algorithm>

#include "grader/report/golden.hpp"
#include "grader/report/sample.hpp"
#include "grader/schema/schema.hpp"

namespace grader {
namespace {

using namespace testing_help;

std::vector<std::string> violations(const ReportJson& report) {
  std::ifstream file(std::string(HANGTIME_ROOT) + "/exercises/schema/report.schema.json");
  return validate(nlohmann::json::parse(file), nlohmann::json::parse(to_text(report)));
}

TEST(Report, IsWhatItsSchemaSays) { EXPECT_EQ(violations(sample_report()), std::vector<std::string>{}); }

TEST(Report, TheSchemaNoticesWhatDoesNotBelong) {
  const auto broken = [](auto change) {
    ReportJson report = sample_report();
    change(report);
    return !violations(report).empty();
  };
  EXPECT_TRUE(broken([](ReportJson& report) { report.erase("complete"); }));
  EXPECT_TRUE(broken([](ReportJson& report) { report["extra"] = 1; }));
  EXPECT_TRUE(broken([](ReportJson& report) { report["score"]["earned"] = -1; }));
  EXPECT_TRUE(broken([](ReportJson& report) { report["started"] = "yesterday"; }));
  EXPECT_TRUE(broken([](ReportJson& report) { report["exercises"][1]["criteria"][0]["status"] = "good"; }));
  EXPECT_TRUE(broken([](ReportJson& report) { report["exercises"][1]["criteria"][0]["tests"][0]["wall_ms"] = "31"; }));
  EXPECT_TRUE(broken([](ReportJson& report) { report["exercises"][2]["build"]["diagnostics"][0].erase("line"); }));
}

TEST(Report, IsTheApprovedText) { expect_golden("report.json", to_text(sample_report())); }

TEST(Report, AddsUpToItsOwnTotals) {
  const ReportJson report = sample_report();
  int earned = 0;
  int possible = 0;
  for (const ReportJson& exercise : report["exercises"]) {
    int of_rows = 0;
    for (const ReportJson& row : exercise["criteria"]) of_rows += row["earned"].get<int>();
    EXPECT_EQ(exercise["earned"], of_rows) << exercise["id"];
    if (exercise["tier"] == "extension") continue;
    earned += exercise["earned"].get<int>();
    possible += exercise["possible"].get<int>();
  }
  EXPECT_EQ(report["score"]["earned"], earned);
  EXPECT_EQ(report["score"]["possible"], possible);
  EXPECT_EQ(report["score"]["bonus"], 4);
  EXPECT_EQ(report["complete"], false) << "one exercise could not be judged";
}

TEST(Report, BytesThatAreNoTextAreReplacedAndNothingIsThrown) {
  TestResult bad = result("delivers", "OnceInALifetime", TestStatus::kFailed, "caf\xE9", "\xFF", "\x80");
  bad.timeline = {{{"at_ms", 0}, {"what", "req\xFF"}}};
  const ReportJson report = exercise_report(score(sample_course().exercises[4], built(), run_of({bad})));
  const auto parsed = nlohmann::json::parse(to_text(report));
  EXPECT_EQ(parsed["criteria"][0]["tests"][0]["message"], "caf\uFFFD");
}

TEST(Report, TwoGradingsDifferInTimesAlone) {
  ReportJson one = sample_report();
  ReportFacts later = sample_facts();
  later.started += std::chrono::hours(3);
  CourseScore score = sample_score();
  for (ExerciseScore& exercise : score.exercises) {
    for (CriterionScore& row : exercise.criteria) {
      for (TestResult& test : row.tests) {
        test.wall_ms += 5;
        for (auto& entry : test.timeline) entry["at_ms"] = entry["at_ms"].get<int>() + 1;
      }
    }
  }
  ReportJson two = make_report(score, later);
  EXPECT_NE(one, two);
  EXPECT_EQ(to_text(strip_times(one)), to_text(strip_times(two)));
  two["exercises"][1]["earned"] = 0;
  EXPECT_NE(strip_times(one), strip_times(two));
  EXPECT_EQ(strip_times(one)["seed"], 7) << "only times go";
}

TEST(Report, WritesTimesAsRfc3339) {
  EXPECT_EQ(rfc3339(sample_facts().started), "2026-11-22T09:00:01Z");
  EXPECT_EQ(rfc3339(std::chrono::system_clock::time_point{}), "1970-01-01T00:00:00Z");
  EXPECT_EQ(rfc3339(std::chrono::sys_days(std::chrono::year(2028) / 3 / 1) - std::chrono::seconds(1)),
            "2028-02-29T23:59:59Z");
}

}  // namespace
}  // namespace grader
