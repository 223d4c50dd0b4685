#pragma once

#include <string>

#include "grader/report/sample.hpp"

namespace grader::testing_help {

/// What a student may try to get into a page: markup, quotes, ends of sections, escapes, turned writing, broken UTF-8.
inline std::string hostile_text() {
  return "<script>alert(1)</script>\"><img src=x onerror=alert(2)>' ]]> --> </style></svg> &lt; \x1b[2J\r\u202e\xff";
}

/// A report with hostile text wherever a student or a person can put text.
inline ReportJson hostile_report() {
  const std::string evil = hostile_text();
  TestResult test = result("delivers", "Once", TestStatus::kFailed, evil, evil, evil + "!");
  test.timeline = {{{"at_ms", 0}, {"what", "call"}, {"function", evil}, {"id", 1}},
                   {{"at_ms", 0}, {"what", "request"}, {"path", evil}, {"fault", evil}, {"id", 2}},
                   {{"at_ms", 1'000}, {"what", evil}, {"args", evil}},
                   {{"at_ms", 9'000}, {"what", "threw"}, {"function", evil}, {"error", evil}, {"id", 1}}};
  test.diagnostics = {{{"kind", "never_awaited"}, {"text", evil}}};
  BuildResult build = built();
  build.diagnostics.push_back({"warning", evil, 1, 3, evil, evil + std::string(300, 'x')});
  BuildResult explained = built();
  explained.collected = {{"explanation.md", evil}};
  BuildResult refused{BuildResult::Status::kFailed, {}, evil};
  ReportFacts facts = sample_facts();
  facts.submission_id = evil;
  const auto& exercises = sample_course().exercises;
  CourseScore scores =
      sum_up(sample_course(), {score(exercises[2], refused, {}), score(exercises[4], build, run_of({test})),
                               score(exercises[7], explained, run_of({}))});
  ReportJson report = make_report(scores, facts);
  for (ReportJson& row : report["exercises"][2]["criteria"]) {
    if (row.contains("manual"))
      row["comment"] = ReportJson::parse(ReportJson(evil).dump(-1, ' ', false, ReportJson::error_handler_t::replace));
  }
  return report;
}

}  // namespace grader::testing_help
