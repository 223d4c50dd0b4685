#pragma once

#include <cstdint>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

namespace grader {

/// How one hidden test ended. `kCrashed` and `kTimedOut` are the student's; `kGraderError` is ours and never costs a point.
enum class TestStatus { kPassed, kFailed, kCrashed, kTimedOut, kSkipped, kNotRun, kGraderError };

std::string_view to_string(TestStatus status);  ///< "passed", "timed_out", … as in report.json
std::optional<TestStatus> parse_test_status(std::string_view text);

struct TestName {
  std::string criterion;  ///< GoogleTest suite == criterion id
  std::string name;
  auto operator<=>(const TestName&) const = default;
};

struct TestResult {
  TestName test;
  TestStatus status = TestStatus::kNotRun;
  std::string message;   ///< for the student; empty when passed
  std::string expected;  ///< empty when there is none
  std::string got;
  std::int64_t wall_ms = 0;
  nlohmann::json timeline = nlohmann::json::array();     ///< [{"at_ms": 0, "what": "request", …}]
  nlohmann::json diagnostics = nlohmann::json::array();  ///< [{"kind": "never_awaited", "text": "…"}]
};

struct RunStarted {
  std::string exercise;
  std::uint64_t seed = 0;
  std::vector<TestName> tests;
};
struct TestStarted {
  TestName test;
};
struct TestEnded {
  TestResult result;
};
struct RunEnded {
  std::size_t tests = 0;
};

/// One line of a proctor's append-only event stream.
using Event = std::variant<RunStarted, TestStarted, TestEnded, RunEnded>;

/// Writes an event as one line of JSON without the line end; invalid UTF-8 is replaced, never thrown upon.
std::string to_line(const Event& event);

/// Reads one line back. Returns nullopt when it is no event (a torn last line, for example).
std::optional<Event> parse_line(std::string_view line);

/// What `PROCTOR --list` prints, and CMake keeps as tests.json.
struct TestList {
  std::string exercise;
  std::vector<TestName> tests;
};

/// Reads `{"exercise": "…", "tests": [{"criterion": "…", "name": "…"}…]}`; nullopt when it is nothing of the kind.
std::optional<TestList> parse_test_list(std::string_view text);

/// What a whole run of one proctor amounts to: every planned test with its result, in the order planned.
///
/// Nothing is guessed: a test that ended twice is a `kGraderError`, a stream without its `run_started` is never complete.
/// A test that started and did not end is a `kGraderError` (the proctor died in it); tests that never started are `kNotRun`.
struct RunRecord {
  std::uint64_t seed = 0;
  std::vector<TestResult> tests;
  bool complete = false;  ///< the stream ended with `run_ended` and nothing is missing
};
RunRecord fold(const std::vector<Event>& events);

}  // namespace grader
