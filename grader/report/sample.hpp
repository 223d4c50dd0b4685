#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "grader/report/report.hpp"

namespace grader::testing_help {

inline Criterion criterion(std::string id, int points, std::string text, std::vector<std::string> needs = {}) {
  Criterion result;
  result.id = std::move(id);
  result.points = points;
  result.text = std::move(text);
  result.needs = std::move(needs);
  return result;
}

inline Exercise exercise(std::string id, std::string title, std::string objective, std::vector<Criterion> criteria) {
  Exercise result;
  result.edit = {id.substr(3) + ".cpp"};
  result.id = std::move(id);
  result.title = std::move(title);
  result.objective = std::move(objective);
  result.skills = {"timeout-management"};
  result.criteria = std::move(criteria);
  return result;
}

/// A course with one exercise for everything that can become of one.
inline const Course& sample_course() {
  static const Course course = [] {
    Course made;
    made.id = "small";
    made.title = "A small course";
    made.version = "1.2";
    made.digest = "sha256:" + std::string(64, 'c');
    made.objectives = {{"timeouts", "Put a limit on every wait", "B1", "apply", "Code"},
                       {"futures", "Explain a future", "B1", "understand", "Questions"}};
    made.skills = {{"timeout-management", "Limits", "B1-B2", "apply", "Timeouts", "technical", ""}};
    made.remedial = {
        {"timeouts", "Draw the timing diagram of one call first", {"00_first_await"}, "remedial/timeouts.md"}};
    made.extension = {{"futures", "Build a future of your own", {}}};
    made.exercises = {
        exercise("00_first_await", "Your first co_await", "",
                 {criterion("returns_the_answer", 0, "returns the answer")}),
        exercise("01_timeout", "A limit on a fetch", "timeouts",
                 {criterion("returns_the_answer", 1, "returns the JSON of an answer that arrives within the limit"),
                  criterion("times_out", 2, "throws TimeoutError when the server hangs"),
                  criterion("gives_up_the_connection", 2, "gives the connection up once the limit has passed",
                            {"times_out"}),
                  criterion("obeys_the_limit", 4,
                            "obeys the limit it is given, also while data keeps dripping in, byte by byte"),
                  criterion("lets_other_errors_through", 1, "lets every other error through unchanged")}),
        exercise("02_fallback", "A fallback for a slow answer", "timeouts", {criterion("falls_back", 6, "falls back")}),
        exercise("03_build_a_timeout", "Build the timeout yourself", "timeouts",
                 {criterion("times_out", 6, "times out")}),
        exercise("04_futures", "A one-shot mailbox", "futures", {criterion("delivers", 5, "delivers the value")}),
        exercise("05_monitor", "Watching tasks", "futures",
                 {criterion("watches", 2, "watches the tasks"),
                  criterion("reports", 2, "reports each change", {"watches"})}),
        exercise("20_retry_after", "When the server says when", "timeouts",
                 {criterion("waits", 4, "waits as long as it is told")}),
        exercise(
            "21_explain", "In your own words", "",
            {criterion("answers", 0, "answers the question"), criterion("explains", 2, "explains it in your own words"),
             criterion("draws", 1, "draws a picture of it")})};
    made.exercises[1].criteria[3].partial = true;
    made.exercises[6].tier = Tier::kExtension;
    made.exercises[7].optional = {"explanation.md", "picture.md"};
    made.exercises[7].criteria[1].manual_file = "explanation.md";
    made.exercises[7].criteria[2].manual_file = "picture.md";
    return made;
  }();
  return course;
}

inline TestResult result(std::string suite, std::string name, TestStatus status, std::string message = "",
                         std::string expected = "", std::string got = "") {
  TestResult made;
  made.test = {std::move(suite), std::move(name)};
  made.status = status;
  made.message = std::move(message);
  made.expected = std::move(expected);
  made.got = std::move(got);
  made.wall_ms = 31;
  return made;
}

inline RunRecord run_of(std::vector<TestResult> results) {
  RunRecord run;
  run.seed = 7;
  run.tests = std::move(results);
  run.complete = true;
  return run;
}

/// A call that ends while its request goes on, and a callback that is told something meanwhile.
inline nlohmann::json hanging_timeline() {
  nlohmann::json entries = {
      {{"what", "call"}, {"at_ms", 0}, {"function", "fetch_with_timeout"}, {"id", 1}},
      {{"what", "request"}, {"at_ms", 0}, {"path", "/slow"}, {"fault", "hang_mid_body"}, {"id", 2}},
      {{"what", "threw"}, {"at_ms", 200}, {"function", "fetch_with_timeout"}, {"id", 1}, {"error", "TimeoutError"}}};
  for (int i = 1; i <= 6; ++i) entries.push_back({{"at_ms", 200 + 100 * i}, {"what", "tick"}, {"args", {i, "of 6"}}});
  entries.push_back({{"at_ms", 60'000}, {"what", "still_open"}, {"path", "/slow"}, {"id", 2}});
  return entries;
}

/// Attempts with waits between them, the last one given up; beside it an operation that is told to stop.
inline nlohmann::json retrying_timeline() {
  return {{{"what", "call"}, {"at_ms", 0}, {"function", "fetch_with_timeout"}, {"id", 1}},
          {{"what", "job started"}, {"at_ms", 0}, {"id", 2}},
          {{"what", "request"}, {"at_ms", 0}, {"path", "/drip"}, {"fault", "status"}, {"id", 3}},
          {{"what", "served"}, {"at_ms", 500}, {"path", "/drip"}, {"id", 3}, {"status", 503}},
          {{"what", "job cancelled"}, {"at_ms", 400}, {"id", 2}},
          {{"what", "job cleaned up"}, {"at_ms", 500}, {"id", 2}},
          {{"what", "request"}, {"at_ms", 1'500}, {"path", "/drip"}, {"fault", "drip"}, {"id", 4}},
          {{"what", "client_left"}, {"at_ms", 3'500}, {"path", "/drip"}, {"id", 4}},
          {{"what", "threw"}, {"at_ms", 5'500}, {"function", "fetch_with_timeout"}, {"id", 1}, {"error", "Timeout"}}};
}

inline RunRecord timeout_run() {
  using enum TestStatus;
  RunRecord run =
      run_of({result("returns_the_answer", "WhenItArrivesInTime", kPassed),
              result("returns_the_answer", "AlsoAtTheLastMoment", kPassed),
              result("times_out", "WhenTheServerHangsInTheMiddleOfTheBody", kFailed,
                     "what stops the wait once the limit has passed? the operation is still there, and so is "
                     "everything it holds on to",
                     "TimeoutError after 200 ms", "no answer; the code waits for ever"),
              result("times_out", "WhenTheServerSendsJSONOneByteAtATime", kFailed),
              result("times_out", "BeforeTheHeaders", kCrashed),
              result("gives_up_the_connection", "AfterTheLimit", kFailed, "hidden below the need"),
              result("obeys_the_limit", "OfFiftyMilliseconds", kPassed), result("obeys_the_limit", "OfAnHour", kPassed),
              result("obeys_the_limit", "OfADay", kTimedOut,
                     "stopped after 30 s of real time in obeys_the_limit.OfADay; the last thing that happened was a "
                     "request for /slow"),
              result("lets_other_errors_through", "WhenTheConnectionIsRefused", kCrashed,
                     "AddressSanitizer: heap-use-after-free\n  in fetch_with_timeout at 01_timeout/timeout.cpp:12")});
  run.tests[2].timeline = hanging_timeline();
  run.tests[3].timeline = retrying_timeline();
  const nlohmann::json dropped = {{"kind", "never_awaited"},
                                  {"text", "coroutine 'fetch' was never awaited"},
                                  {"file", "01_timeout/timeout.cpp"},
                                  {"line", 9},
                                  {"source_line", "  fetch(url);"},
                                  {"explanation", "Not one line of it has run."},
                                  {"count", 3}};
  const nlohmann::json blocked = {{"kind", "blocked_loop"},
                                  {"text", "a step of task 'main' blocked the loop for 0.2 s"}};
  run.tests[0].diagnostics = nlohmann::json::array({blocked});  // also in tests that passed
  run.tests[1].diagnostics = nlohmann::json::array({blocked});
  run.tests[2].diagnostics = nlohmann::json::array({dropped});
  run.tests[3].diagnostics = {dropped, blocked};
  return run;
}

inline BuildResult built() { return {BuildResult::Status::kBuilt, {}, ""}; }

inline BuildResult not_compiling() {
  BuildResult build{BuildResult::Status::kFailed, {}, ""};
  build.diagnostics.push_back({"error", "02_fallback/fallback.cpp", 12, 31,
                               "no member named 'gett' in 'aio::HttpClient'",
                               "\tauto caf\u00e9 = co_await client.gett(url);"});
  build.diagnostics.push_back({"note", "", 0, 0, "did you mean 'get'?", ""});
  for (unsigned i = 0; i < 5; ++i) {
    build.diagnostics.push_back(
        {"error", "02_fallback/fallback.cpp", 20 + i, 1, "unknown type name 'Josn'", "Josn value;"});
  }
  return build;
}

/// One of everything: passed, partial, not compiling, not started, broken in the grader, an extension.
inline CourseScore sample_score() {
  using enum TestStatus;
  const Course& course = sample_course();
  const auto& list = course.exercises;
  BuildResult warned = built();
  warned.diagnostics.push_back({"warning", "00_first_await/first_await.cpp", 7, 3,
                                "ignoring return value of a function declared 'nodiscard'", "  answer();",
                                "The call only makes the task."});
  std::vector<ExerciseScore> scores;
  scores.push_back(score(list[0], warned, run_of({result("returns_the_answer", "AtOnce", kPassed)})));
  scores.push_back(score(list[1], built(), timeout_run()));
  scores.push_back(score(list[2], not_compiling(), {}));
  scores.push_back(score(list[3], {BuildResult::Status::kNotStarted, {}, ""}, {}));
  scores.push_back(
      score(list[4], {BuildResult::Status::kGraderError, {}, "the compiler was killed: out of memory"}, {}));
  scores.push_back(
      score(list[5], built(),
            run_of({result("watches", "ThreeTasks", kGraderError, "the proctor ended in the middle of this test"),
                    result("reports", "Once", kPassed)})));
  scores.push_back(score(list[6], built(), run_of({result("waits", "ASecond", kPassed)})));
  BuildResult explained = built();
  explained.collected = {{"explanation.md", "A future is a promise\nthat somebody else keeps.\n"}};
  scores.push_back(score(list[7], explained, run_of({result("answers", "TheQuestion", kPassed)})));
  return sum_up(course, std::move(scores));
}

inline ReportFacts sample_facts() {
  ReportFacts facts;
  facts.submission_id = "ada";
  facts.submission_digest = "sha256:" + std::string(64, 'a');
  facts.started = std::chrono::sys_days(std::chrono::year(2026) / 11 / 22) + std::chrono::hours(9) +
                  std::chrono::milliseconds(1'500);
  facts.seed = 7;
  facts.compiler = "clang++ 19.1.7";
  facts.flags = {"-std=c++23", "-g"};
  facts.sanitizers = {"address", "undefined"};
  facts.isolation = {{"level", "A"}, {"name", "namespaces"}};
  return facts;
}

inline ReportJson sample_report() { return make_report(sample_score(), sample_facts()); }

}  // namespace grader::testing_help
