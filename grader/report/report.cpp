#include "grader/report/report.hpp"

#include <cstdio>
#include <utility>

#include "mock_server/text/utf8.hpp"

namespace grader {
namespace {

using mock_server::text::replace_invalid_utf8;

std::string_view to_string(Tier tier) {
  switch (tier) {
    case Tier::kCore:
      return "core";
    case Tier::kRemedial:
      return "remedial";
    case Tier::kExtension:
      break;
  }
  return "extension";
}

/// Adds a key only when there is something to say.
void add_text(ReportJson& json, const char* key, const std::string& text) {
  if (!text.empty()) json[key] = replace_invalid_utf8(text);
}

/// An entry's time and kind first, whatever order it came in.
ReportJson timeline_json(const nlohmann::json& timeline) {
  ReportJson list = ReportJson::array();
  for (const nlohmann::json& entry : timeline) {
    ReportJson ordered = ReportJson::object();
    for (const char* first : {"at_ms", "what"}) {
      if (entry.contains(first)) ordered[first] = entry[first];
    }
    for (const auto& [key, value] : entry.items()) ordered[key] = value;
    list.push_back(std::move(ordered));
  }
  return list;
}

ReportJson test_json(const TestResult& result) {
  ReportJson json = {{"name", result.test.name}, {"status", to_string(result.status)}};
  add_text(json, "message", result.message);
  if (!result.expected.empty() || !result.got.empty()) {
    json["expected"] = replace_invalid_utf8(result.expected);
    json["got"] = replace_invalid_utf8(result.got);
  }
  json["wall_ms"] = result.wall_ms;
  if (!result.timeline.empty()) json["timeline"] = timeline_json(result.timeline);
  if (!result.diagnostics.empty()) json["diagnostics"] = result.diagnostics;
  return json;
}

ReportJson criterion_json(const CriterionScore& score) {
  ReportJson json = {{"id", score.criterion->id},           {"text", score.criterion->text},
                     {"status", to_string(score.status)},   {"earned", score.earned},
                     {"possible", score.criterion->points}, {"undecided", score.undecided}};
  add_text(json, "waits_for", score.waits_for);
  if (score.criterion->is_manual()) json["manual"] = true;
  if (score.collected != nullptr) {
    json["collected"] = {{"file", score.collected->name}, {"text", replace_invalid_utf8(score.collected->text)}};
  }
  json["tests"] = ReportJson::array();
  for (const TestResult& result : score.tests) json["tests"].push_back(test_json(result));
  return json;
}

ReportJson build_json(const BuildResult& build) {
  ReportJson json = {{"ok", build.status == BuildResult::Status::kBuilt}};
  add_text(json, "message", build.message);
  json["diagnostics"] = ReportJson::array();
  for (const BuildDiagnostic& each : build.diagnostics) {
    ReportJson diagnostic = {{"severity", each.severity},
                             {"file", replace_invalid_utf8(each.file)},
                             {"line", each.line},
                             {"column", each.column},
                             {"message", replace_invalid_utf8(each.message)},
                             {"source_line", replace_invalid_utf8(each.source_line)}};
    add_text(diagnostic, "explanation", each.explanation);
    json["diagnostics"].push_back(std::move(diagnostic));
  }
  return json;
}

void add_standing(ReportJson& json, const Standing& standing) {
  json["earned"] = standing.earned;
  json["possible"] = standing.possible;
  json["mastered"] = standing.mastered ? ReportJson(*standing.mastered) : ReportJson(nullptr);
}

ReportJson objectives_json(const CourseScore& score) {
  ReportJson list = ReportJson::array();
  for (const auto& [objective, standing] : score.objectives) {
    ReportJson json = {{"id", objective->id}, {"bloom", objective->bloom}, {"proficiency", objective->proficiency}};
    add_standing(json, standing);
    list.push_back(std::move(json));
  }
  return list;
}

ReportJson skills_json(const CourseScore& score) {
  ReportJson list = ReportJson::array();
  for (const auto& [skill, standing] : score.skills) {
    ReportJson json = {{"id", skill->id}};
    add_standing(json, standing);
    list.push_back(std::move(json));
  }
  return list;
}

ReportJson next_json(const CourseScore& score) {
  ReportJson list = ReportJson::array();
  for (const Recommendation& each : score.next) {
    ReportJson json = ReportJson::object();
    add_text(json, "exercise", each.exercise);
    json["path"] = to_string(each.kind);
    add_text(json, "objective", each.objective);
    json["why"] = each.why;
    add_text(json, "page", each.page);
    list.push_back(std::move(json));
  }
  return list;
}

bool is_time(std::string_view key) { return key == "started" || key.ends_with("_ms"); }

}  // namespace

ReportJson test_report(const TestResult& result) { return test_json(result); }

ReportJson exercise_report(const ExerciseScore& score) {
  const Exercise& exercise = *score.exercise;
  ReportJson json = {{"id", exercise.id},
                     {"title", exercise.title},
                     {"objective", exercise.objective},
                     {"tier", to_string(exercise.tier)},
                     {"edit", exercise.edit},
                     {"status", to_string(score.status)},
                     {"earned", score.earned},
                     {"possible", score.possible},
                     {"undecided", score.undecided},
                     {"pending_manual", score.pending_manual},
                     {"build", build_json(score.build)},
                     {"criteria", ReportJson::array()}};
  for (const CriterionScore& row : score.criteria) json["criteria"].push_back(criterion_json(row));
  return json;
}

ReportJson make_report(const CourseScore& score, const ReportFacts& facts) {
  const Course& course = *score.course;
  ReportJson report = {
      {"schema", kReportSchema},
      {"course", {{"id", course.id}, {"version", course.version}, {"digest", course.digest}}},
      {"submission", {{"id", replace_invalid_utf8(facts.submission_id)}, {"digest", facts.submission_digest}}},
      {"started", rfc3339(facts.started)},
      {"seed", facts.seed},
      {"complete", score.complete},
      {"toolchain", {{"compiler", facts.compiler}, {"flags", facts.flags}, {"sanitizers", facts.sanitizers}}},
      {"isolation", facts.isolation},
      {"score",
       {{"earned", score.totals.earned},
        {"possible", score.totals.possible},
        {"bonus", score.totals.bonus},
        {"undecided", score.totals.undecided},
        {"pending_manual", score.totals.pending_manual}}},
      {"objectives", objectives_json(score)},
      {"skills", skills_json(score)},
      {"exercises", ReportJson::array()}};
  for (const ExerciseScore& exercise : score.exercises) report["exercises"].push_back(exercise_report(exercise));
  report["next"] = next_json(score);
  return report;
}

std::string to_text(const ReportJson& report) {
  return report.dump(2, ' ', false, ReportJson::error_handler_t::replace) + '\n';
}

ReportJson strip_times(ReportJson report) {
  if (report.is_object()) {
    ReportJson kept = ReportJson::object();
    for (auto& [key, value] : report.items()) {
      if (!is_time(key)) kept[key] = strip_times(std::move(value));
    }
    return kept;
  }
  if (report.is_array()) {
    for (ReportJson& item : report) item = strip_times(std::move(item));
  }
  return report;
}

std::string rfc3339(std::chrono::system_clock::time_point time) {
  const auto day = std::chrono::floor<std::chrono::days>(time);
  const std::chrono::year_month_day date(day);
  const std::chrono::hh_mm_ss clock(std::chrono::floor<std::chrono::seconds>(time - day));
  char text[64];
  std::snprintf(text, sizeof text, "%04d-%02u-%02uT%02d:%02d:%02dZ", static_cast<int>(date.year()),
                static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()),
                static_cast<int>(clock.hours().count()), static_cast<int>(clock.minutes().count()),
                static_cast<int>(clock.seconds().count()));
  return text;
}

}  // namespace grader
