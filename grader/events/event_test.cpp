#include "grader/events/event.hpp"

#include <gtest/gtest.h>

namespace grader {
namespace {

const TestName kA{"times_out", "A"};
const TestName kB{"times_out", "B"};
const TestName kC{"gives_up", "C"};

TestEnded ended(const TestName& test, TestStatus status = TestStatus::kPassed) {
  TestEnded event;
  event.result.test = test;
  event.result.status = status;
  return event;
}

std::vector<Event> whole_run() {
  return {RunStarted{"01_timeout", 7, {kA, kB}}, TestStarted{kA}, ended(kA), TestStarted{kB},
          ended(kB, TestStatus::kFailed),        RunEnded{2}};
}

std::string statuses(const RunRecord& record) {
  std::string text = record.complete ? "complete" : "broken off";
  for (const TestResult& result : record.tests)
    text += ", " + result.test.name + " " + std::string(to_string(result.status));
  return text;
}

TEST(Event, SurvivesTheWayThroughALine) {
  TestEnded event = ended(kA, TestStatus::kTimedOut);
  event.result.message = "line one\nline \"two\"";
  event.result.expected = "4 requests";
  event.result.got = "caf\u00e9";
  event.result.wall_ms = 31;
  event.result.timeline = {{{"at_ms", 0}, {"what", "request"}, {"path", "/slow"}}};
  event.result.diagnostics = {{{"kind", "never_awaited"}, {"text", "x"}}};
  const std::string line = to_line(event);
  EXPECT_EQ(line.find('\n'), std::string::npos);
  const auto back = parse_line(line);
  ASSERT_TRUE(back.has_value());
  EXPECT_EQ(to_line(*back), line);
  const TestResult& result = std::get<TestEnded>(*back).result;
  EXPECT_EQ(result.got, "caf\u00e9");
  EXPECT_EQ(result.status, TestStatus::kTimedOut);
  EXPECT_EQ(result.timeline[0]["path"], "/slow");
  for (const Event& each : whole_run()) {
    const auto copy = parse_line(to_line(each));
    ASSERT_TRUE(copy.has_value()) << to_line(each);
    EXPECT_EQ(to_line(*copy), to_line(each));
  }
}

TEST(Event, ReadsTheContractsLines) {
  const auto started =
      parse_line(R"({"event":"run_started","exercise":"01_timeout","seed":18446744073709551615,"tests":[]})");
  ASSERT_TRUE(started.has_value());
  EXPECT_EQ(std::get<RunStarted>(*started).seed, 18446744073709551615u);
  EXPECT_TRUE(
      parse_line(R"({"event":"test_ended","criterion":"a","name":"B","status":"passed","later":"unknown key"})"));
}

TEST(Event, EveryStatusHasANameOfItsOwn) {
  for (int i = 0; i <= static_cast<int>(TestStatus::kGraderError); ++i) {
    const auto status = static_cast<TestStatus>(i);
    EXPECT_EQ(parse_test_status(to_string(status)), status);
  }
  EXPECT_EQ(parse_test_status("PASSED"), std::nullopt);
}

TEST(Event, ReplacesInvalidUtf8InBothDirections) {
  TestEnded event = ended(kA, TestStatus::kFailed);
  event.result.got = "caf\xE9";
  EXPECT_NE(to_line(event).find("caf\uFFFD"), std::string::npos);
  const auto read = parse_line(
      "{\"event\":\"test_ended\",\"criterion\":\"a\",\"name\":\"B\",\"status\":\"failed\",\"got\":\"\xFF\"}");
  ASSERT_TRUE(read.has_value());
  EXPECT_EQ(std::get<TestEnded>(*read).result.got, "\uFFFD");
}

TEST(Event, EveryTornLineIsNoEvent) {
  const std::string line = to_line(whole_run()[0]);
  for (std::size_t length = 0; length < line.size(); ++length)
    EXPECT_FALSE(parse_line(line.substr(0, length))) << length;
  for (const char* text :
       {"[]", "null", R"({"event":"else"})", R"({"event":"test_ended","criterion":"a","name":"B"})",
        R"({"event":"test_started","criterion":1,"name":"B"})", R"({"event":"run_ended","tests":-1})",
        R"({"event":"test_ended","criterion":"a","name":"B","status":"passed","timeline":[1]})"}) {
    EXPECT_FALSE(parse_line(text)) << text;
  }
}

TEST(Event, ReadsAListOfTests) {
  const auto list = parse_test_list(R"({"exercise":"01_timeout","tests":[{"criterion":"times_out","name":"A"}]})");
  ASSERT_TRUE(list.has_value());
  EXPECT_EQ(list->exercise, "01_timeout");
  EXPECT_EQ(list->tests, std::vector<TestName>{kA});
  EXPECT_FALSE(parse_test_list(R"({"exercise":"01_timeout"})"));
  EXPECT_FALSE(parse_test_list("{}"));
}

TEST(Fold, KeepsTheOrderPlanned) {
  std::vector<Event> events = {
      RunStarted{"x", 7, {kC, kA}}, TestStarted{kA}, ended(kA), TestStarted{kC}, ended(kC), RunEnded{2}};
  EXPECT_EQ(statuses(fold(events)), "complete, C passed, A passed");
  EXPECT_EQ(fold(events).seed, 7u);
}

TEST(Fold, WhereverTheStreamBreaksOffNothingIsBlamedOnTheStudent) {
  const std::vector<Event> events = whole_run();
  const char* const expected[] = {"broken off",
                                  "broken off, A not_run, B not_run",
                                  "broken off, A grader_error, B not_run",
                                  "broken off, A passed, B not_run",
                                  "broken off, A passed, B grader_error",
                                  "broken off, A passed, B failed",
                                  "complete, A passed, B failed"};
  for (std::size_t i = 0; i <= events.size(); ++i) {
    EXPECT_EQ(statuses(fold({events.begin(), events.begin() + static_cast<std::ptrdiff_t>(i)})), expected[i]);
  }
}

TEST(Fold, AStreamThatContradictsItselfIsNotComplete) {
  auto events = whole_run();
  events.insert(events.begin() + 3, ended(kA, TestStatus::kFailed));
  EXPECT_EQ(statuses(fold(events)), "broken off, A grader_error, B failed");
  events = whole_run();
  events.back() = RunEnded{1};
  EXPECT_EQ(statuses(fold(events)), "broken off, A passed, B failed");
  events = whole_run();
  events.erase(events.begin());
  EXPECT_EQ(statuses(fold(events)), "broken off, A passed, B failed");
  events = whole_run();
  events.push_back(TestStarted{kA});
  EXPECT_EQ(statuses(fold(events)), "broken off, A passed, B failed");
}

TEST(Fold, ATestThatWasNotPlannedIsKept) {
  EXPECT_EQ(statuses(fold({RunStarted{"x", 1, {}}, TestStarted{kC}, ended(kC), RunEnded{1}})), "complete, C passed");
}

}  // namespace
}  // namespace grader
