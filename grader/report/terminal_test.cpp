#include "grader/report/terminal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "grader/report/golden.hpp"
#include "grader/report/list.hpp"
#include "grader/report/sample.hpp"
#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using mock_server::text::display_width;
using mock_server::text::split_lines;

using namespace testing_help;
using testing::HasSubstr;
using testing::Not;

const TerminalOptions kStudent;
const TerminalOptions kInstructor{.colour = false, .width = 80, .instructor = true};

std::string shown(const TestResult& test) {
  return render_exercise(exercise_report(score(sample_course().exercises[4], built(), run_of({test}))), kStudent);
}

std::string without_colour(std::string text) {
  for (std::size_t at; (at = text.find('\x1b')) != std::string::npos;) text.erase(at, text.find('m', at) - at + 1);
  return text;
}

TEST(Terminal, ShowsStudentsWhatIsApproved) { expect_golden("student.txt", render_report(sample_report(), kStudent)); }

TEST(Terminal, ShowsInstructorsWhatIsApproved) {
  expect_golden("instructor.txt", render_report(sample_report(), kInstructor));
}

TEST(Terminal, WrapsOnANarrowTerminalAsApproved) {
  expect_golden("narrow.txt", render_report(sample_report(), {.colour = false, .width = 48, .instructor = false}));
}

TEST(Terminal, ColourAddsNothingButColour) {
  const std::string coloured = render_report(sample_report(), {.colour = true, .width = 80, .instructor = true});
  EXPECT_THAT(coloured, HasSubstr("\x1b[32m✓\x1b[0m"));
  EXPECT_EQ(without_colour(coloured), render_report(sample_report(), kInstructor));
}

TEST(Terminal, KeepsWithinItsWidthSaveForSourceLinesAndDigests) {
  for (std::size_t width = 40; width < 140; width += 9) {
    const std::string text = render_report(sample_report(), {.colour = false, .width = width, .instructor = true});
    for (std::string_view line : split_lines(text)) {
      const bool kept_whole = line.find(" | ") != std::string_view::npos || line.starts_with("    sha256:");
      if (!kept_whole) EXPECT_LE(display_width(line), width) << line;
    }
  }
}

TEST(Terminal, TextOfAStudentHasNoPowerOverTheTerminal) {
  const std::string evil = "\x1b[2J\x1b]0;owned\x07\rfake ✓\u009b31m\u202e";
  TestResult test = result("delivers", "Once\x1b[1m", TestStatus::kFailed, evil, evil, evil + "2");
  test.timeline = {{{"at_ms", evil}, {"what", evil}, {evil, evil}}};
  test.diagnostics = nlohmann::json::array(
      {{{"kind", evil}, {"text", "noticed " + evil}, {"file", evil}, {"line", 1}, {"explanation", evil}}});
  BuildResult build = built();
  build.diagnostics.push_back({evil, evil, 1, 2, evil, evil, "meant " + evil});
  build.message = evil;
  const ExerciseScore judged = score(sample_course().exercises[4], build, run_of({test}));
  ReportFacts facts = sample_facts();
  facts.submission_id = evil;
  const std::string text = render_report(make_report(sum_up(sample_course(), {judged}), facts), kInstructor);
  for (const char* power : {"\x1b", "\x07", "\r", "\u009b", "\u202e"}) EXPECT_EQ(text.find(power), std::string::npos);
  EXPECT_THAT(text, HasSubstr("\\x1b[2J"));
  EXPECT_THAT(text, HasSubstr(":1: noticed"));
  EXPECT_THAT(text, HasSubstr("meant \\x1b[2J"));
}

std::size_t count_of_text(const std::string& text, const std::string& part) {
  std::size_t count = 0;
  for (std::size_t at = 0; (at = text.find(part, at)) != std::string::npos; at += part.size()) ++count;
  return count;
}

TEST(Terminal, ShowsStudentsTheErrorsFirstAndAnExplanationOnce) {
  BuildResult build{BuildResult::Status::kFailed, {}, ""};
  for (unsigned i = 1; i <= 4; ++i) build.diagnostics.push_back({"warning", "a.cpp", i, 1, "a warning", "x", "warned"});
  build.diagnostics.push_back({"error", "a.cpp", 10, 1, "an error", "y", "meaning"});
  build.diagnostics.push_back({"note", "a.cpp", 11, 1, "a note about it", "y"});
  build.diagnostics.push_back({"error", "a.cpp", 12, 1, "another error", "z", "meaning"});
  const ReportJson report = exercise_report(score(sample_course().exercises[4], build, {}));
  const std::string text = render_exercise(report, kStudent);
  EXPECT_LT(text.find("an error"), text.find("a note about it"));
  EXPECT_LT(text.find("a note about it"), text.find("another error"));
  EXPECT_LT(text.find("another error"), text.find("a warning"));
  EXPECT_EQ(count_of_text(text, "help      meaning"), 1U);
  EXPECT_EQ(count_of_text(text, "a warning"), 2U);  // four messages are shown
  EXPECT_THAT(text, HasSubstr("(2 more messages;"));
  EXPECT_EQ(count_of_text(render_exercise(report, kInstructor), "a warning"), 4U);
}

TEST(Terminal, ShowsANoticeOnceHoweverManyTestsHadIt) {
  std::vector<TestResult> tests;
  for (int i = 0; i < 6; ++i) {
    tests.push_back(result("delivers", "Case" + std::to_string(i), TestStatus::kPassed));
    const std::string task = i < 2 ? "one" : std::string(static_cast<std::size_t>(i), 'x');
    tests.back().diagnostics = nlohmann::json::array({{{"kind", "blocked_loop"},
                                                       {"text", task + " for 0." + std::to_string(i) + " s"},
                                                       {"explanation", "It means."}}});
  }
  const std::string text =
      render_exercise(exercise_report(score(sample_course().exercises[4], built(), run_of(tests))), kStudent);
  EXPECT_EQ(count_of_text(text, "notice    one for 0.0 s"), 1U);
  EXPECT_THAT(text, Not(HasSubstr("one for 0.1 s")));
  EXPECT_EQ(count_of_text(text, "It means."), 1U);
  EXPECT_THAT(text, HasSubstr("… (2 more)"));  // three of five are shown
}

TEST(Terminal, EveryCutIsAnnounced) {
  EXPECT_THAT(shown(result("delivers", "Once", TestStatus::kFailed, std::string(5'000, 'm'))), HasSubstr("(1000 more"));
  TestResult busy = result("delivers", "Once", TestStatus::kFailed, "m");
  for (int i = 0; i < 30; ++i) busy.timeline.push_back({{"at_ms", i}, {"what", "told"}, {"args", i}});
  EXPECT_THAT(shown(busy), HasSubstr("… (26 more)"));
  std::vector<TestResult> many;
  for (int i = 0; i < 9; ++i) many.push_back(result("delivers", "Case" + std::to_string(i), TestStatus::kFailed, "m"));
  const std::string text =
      render_exercise(exercise_report(score(sample_course().exercises[4], built(), run_of(many))), kStudent);
  EXPECT_THAT(text, HasSubstr("also      case 1"));
  EXPECT_THAT(text, HasSubstr("… (3 more)"));
}

TEST(Terminal, ADamagedReportIsShownAsFarAsItGoes) {
  for (const char* text :
       {"null", "[]", "{}", R"({"exercises": 1})", R"({"exercises": [1, null, {"criteria": [{"tests": [3]}]}]})",
        R"({"exercises": [{"build": {"ok": true, "diagnostics": [{"line": -1, "column": "x"}]}}], "next": [1]})"}) {
    EXPECT_NO_THROW(render_report(ReportJson::parse(text), kInstructor)) << text;
  }
}

TEST(List, ShowsStudentsWhatIsApproved) {
  const Progress progress = {{"00_first_await", ExerciseStatus::kPassed}, {"01_timeout", ExerciseStatus::kPartial}};
  expect_golden("list.txt", render_list(sample_course(), progress, kStudent));
}

TEST(List, TellsProgramsTheSame) {
  const ReportJson json = list_json(sample_course(), {{"01_timeout", ExerciseStatus::kPartial}});
  ASSERT_EQ(json["exercises"].size(), 8u);
  EXPECT_EQ(json["exercises"][1]["status"], "partial");
  EXPECT_EQ(json["exercises"][1]["number"], "01");
  EXPECT_EQ(json["exercises"][1]["points"], 10);
  EXPECT_TRUE(json["exercises"][0]["status"].is_null());
  EXPECT_EQ(json["exercises"][6]["tier"], "extension");
}

}  // namespace
}  // namespace grader
