#pragma once

#include <chrono>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "grader/rubric/course_score.hpp"

namespace grader {

/// Reports keep the order of their keys, so that two of them can be compared line by line.
using ReportJson = nlohmann::ordered_json;

inline constexpr const char* kReportSchema = "hangtime/report/1";

/// What a report says besides the score.
struct ReportFacts {
  std::string submission_id;
  std::string submission_digest;  ///< "sha256:…" over the files a student may edit; empty when there were none
  std::chrono::system_clock::time_point started;
  std::uint64_t seed = 0;
  std::string compiler;  ///< "clang++ 19.1.7"
  std::vector<std::string> flags;
  std::vector<std::string> sanitizers;
  /// An object; `level` is the one key that is always there. C: the student's code runs in a process of its own, and no more.
  ReportJson isolation = {{"level", "C"}, {"name", "separate process only"}};
};

/// Builds report.json; exercises/schema/report.schema.json describes every key of it.
///
/// Bytes of a student that are no UTF-8 are replaced by U+FFFD.
ReportJson make_report(const CourseScore& score, const ReportFacts& facts);

/// The part of a report about one exercise, for showing results while others are still being graded.
ReportJson exercise_report(const ExerciseScore& score);

/// The part of a report about one test.
ReportJson test_report(const TestResult& result);

/// Writes a report as text: two blanks per level and a line end, the same bytes for the same report.
std::string to_text(const ReportJson& report);

/// Removes everything that is a time, so that two gradings of the same bytes with the same seed compare equal:
/// `started` and every key that ends in `_ms`.
ReportJson strip_times(ReportJson report);

/// "2026-11-22T19:58:49Z", as RFC 3339 has it; fractions of a second are dropped.
std::string rfc3339(std::chrono::system_clock::time_point time);

}  // namespace grader
