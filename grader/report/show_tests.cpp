#include <algorithm>
#include <string>
#include <vector>

#include "grader/report/details.hpp"
#include "grader/report/draw_timeline.hpp"
#include "grader/report/json_view.hpp"
#include "grader/report/timeline_picture.hpp"
#include "grader/report/values.hpp"
#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using namespace json_view;

constexpr std::size_t kMessageLimit = 4'000;
constexpr std::size_t kNamesShown = 5;
constexpr std::size_t kNoticesShown = 3;  // of tests that are not shown in full

/// What a message is called that has no expected and got to explain.
std::string label_of(const std::string& status) {
  if (status == "timed_out") return "timed out";
  if (status == "crashed") return "crashed";
  if (status == "grader_error") return "grader";
  return status == "failed" ? "help" : "note";
}

// Lines that are made for columns: they are not wrapped, and the picture keeps within the width by itself.
void show_timeline(Page& page, const ReportJson& timeline) {
  const TimelinePicture picture = timeline_picture(timeline);
  if (picture.empty()) return;
  std::string drawing = draw_timeline(picture, page.options().width - 2 * kIndent);
  // The first line is the axis' and has room for the label where the names of the lanes are.
  constexpr std::string_view kLabelText = "timeline";
  const bool room = drawing.find_first_not_of(' ') > kLabelText.size() - kIndent;
  if (!room) page.verbatim(kLabelText, kIndent);
  bool first = true;
  for (const std::string_view line : mock_server::text::split_lines(drawing)) {
    if (first && room) {
      page.verbatim(std::string(kLabelText) + std::string(line.substr(kLabelText.size() - kIndent)), kIndent);
    } else {
      page.verbatim(line, 2 * kIndent);
    }
    first = false;
  }
}

/// Two notices are the same when they are about the same line, or else in the same words, however long it took.
std::string identity(const ReportJson& notice) {
  const std::string file = text(notice, "file");
  std::string words = text(notice, "text");
  std::erase_if(words, [](char c) { return c >= '0' && c <= '9'; });
  return text(notice, "kind") + '\n' + (file.empty() ? words : file + ':' + std::to_string(positive(notice, "line")));
}

void show_notice(Page& page, const ReportJson& notice, ShownNotices& shown) {
  shown.notices.insert(identity(notice));
  const std::string file = text(notice, "file");
  const auto count = positive(notice, "count");
  page.labelled("notice",
                (file.empty() ? "" : file + ':' + std::to_string(positive(notice, "line")) + ": ") +
                    shorten(text(notice, "text"), kMessageLimit) +
                    (count > 1 ? " (" + std::to_string(count) + " times)" : ""),
                Colour::kYellow);
  const std::string explanation = text(notice, "explanation");
  if (!explanation.empty() && shown.explanations.insert(explanation).second)
    page.labelled("", explanation, Colour::kDim);
}

/// What was noticed in other tests of the row, and nowhere above.
void show_other_notices(Page& page, const ReportJson& tests, ShownNotices& shown) {
  std::size_t left_out = 0;
  std::size_t count = 0;
  for (const ReportJson& test : tests) {
    for (const ReportJson& notice : list(test, "diagnostics")) {
      if (shown.notices.contains(identity(notice))) continue;
      if (++count > kNoticesShown) {
        shown.notices.insert(identity(notice));
        ++left_out;
      } else {
        show_notice(page, notice, shown);
      }
    }
  }
  if (left_out > 0) page.labelled("", "… (" + std::to_string(left_out) + " more)", Colour::kDim);
}

void show_one(Page& page, const ReportJson& test, ShownNotices& shown) {
  const bool instructor = page.options().instructor;
  const std::string name = text(test, "name");
  const std::string wall = " (" + std::to_string(positive(test, "wall_ms")) + " ms)";
  page.labelled("case", instructor ? name + wall : in_words(name));
  const std::string expected = text(test, "expected");
  const std::string got = text(test, "got");
  const std::string message = text(test, "message");
  const std::string status = text(test, "status");
  if (!expected.empty() || !got.empty()) {
    const auto [shown_expected, shown_got] = show_pair(expected, got);
    page.labelled("expected", shown_expected);
    page.labelled("got", shown_got);
  }
  if (!message.empty()) {
    page.labelled(label_of(status), shorten(message, kMessageLimit));
  } else if (status == "crashed" || status == "timed_out") {
    page.labelled(label_of(status), "no more is known");
  }
  for (const ReportJson& notice : list(test, "diagnostics")) show_notice(page, notice, shown);
  show_timeline(page, list(test, "timeline"));
}

/// The names of failing tests that are not shown in full.
void show_names(Page& page, const std::vector<const ReportJson*>& tests) {
  for (std::size_t i = 1; i < tests.size() && i <= kNamesShown; ++i) {
    page.labelled(i == 1 ? "also" : "", in_words(text(*tests[i], "name")));
  }
  if (tests.size() > kNamesShown + 1) {
    page.labelled("", "… (" + std::to_string(tests.size() - kNamesShown - 1) + " more)", Colour::kDim);
  }
}

}  // namespace

void show_tryout(Page& page, const ReportJson& test) {
  const std::string got = text(test, "got");
  const std::string message = text(test, "message");
  if (!got.empty()) page.labelled("result", shorten(got, kMessageLimit));
  if (!message.empty() && message != got) page.labelled("note", shorten(message, kMessageLimit), Colour::kYellow);
  ShownNotices shown;
  for (const ReportJson& notice : list(test, "diagnostics")) show_notice(page, notice, shown);
  show_timeline(page, list(test, "timeline"));
}

void show_tests(Page& page, const ReportJson& tests, ShownNotices& shown_notices) {
  std::vector<const ReportJson*> shown;
  // The student's failures come before what merely did not run.
  for (const bool failures : {true, false}) {
    for (const ReportJson& test : tests) {
      const std::string status = text(test, "status");
      const bool failure = status == "failed" || status == "crashed" || status == "timed_out";
      if (status != "passed" && failure == failures) shown.push_back(&test);
    }
  }
  if (page.options().instructor) {
    for (const ReportJson* test : shown) show_one(page, *test, shown_notices);
  } else if (!shown.empty()) {
    show_one(page, *shown.front(), shown_notices);
    show_names(page, shown);
  }
  show_other_notices(page, tests, shown_notices);
}

}  // namespace grader
