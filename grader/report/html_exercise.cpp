#include <algorithm>

#include "grader/report/html_parts.hpp"
#include "grader/report/json_view.hpp"
#include "grader/report/markup.hpp"
#include "grader/report/timeline_picture.hpp"
#include "grader/report/timeline_svg.hpp"
#include "grader/report/values.hpp"
#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using namespace json_view;

constexpr std::size_t kTextLimit = 20'000;
constexpr std::size_t kMostTimelines = 12;  // of one row: more of the same explain nothing new and make a page heavy

constexpr const char* kNoMistake = "This is no mistake of the submission and costs no point.";

class ExercisePage {
 public:
  ExercisePage(const ReportJson& exercise, std::size_t number) : exercise_(exercise), number_(std::to_string(number)) {}

  std::string draw() {
    const std::string status = text(exercise_, "status");
    put("<article class=\"exercise\" id=\"exercise-" + number_ + "\" aria-labelledby=\"title-" + number_ +
        "\">\n<header><h3 id=\"title-" + number_ + "\">" +
        markup_text(text(exercise_, "id") + "  " + text(exercise_, "title")) + "</h3><span>" + html_status(status) +
        ", " + html_points(exercise_) + undecided() + "</span></header>\n<div class=\"body\">\n");
    if (status == "not_started") {
      for (const ReportJson& file : list(exercise_, "edit")) {
        if (file.is_string())
          put("<p>To edit: " +
              html_element("code", "exercises/" + text(exercise_, "id") + '/' + file.get<std::string>()) + "</p>\n");
      }
    } else {
      put_build(status);
      if (flag(at(exercise_, "build"), "ok")) put_rows();
    }
    put("</div>\n</article>\n");
    return std::move(out_);
  }

 private:
  void put(const std::string& markup) { out_ += markup; }

  std::string undecided() const {
    const auto open = number(exercise_, "undecided");
    return open > 0 ? ", " + std::to_string(open) + " undecided" : "";
  }

  void put_build(const std::string& status) {
    const ReportJson& build = at(exercise_, "build");
    const std::string message = text(build, "message");
    if (status == "build_failed" && !message.empty()) put(html_element("p", message) + '\n');
    if (status == "grader_error" && !flag(build, "ok"))
      put("<p class=\"note\">" + markup_text(message.empty() ? "The grader could not build it." : message) + "<br>" +
          kNoMistake + "</p>\n");
    const ReportJson& diagnostics = list(build, "diagnostics");
    if (diagnostics.empty()) return;
    put("<h4>What the compiler says</h4>\n");
    for (const ReportJson& diagnostic : diagnostics) put_diagnostic(diagnostic);
  }

  void put_diagnostic(const ReportJson& diagnostic) {
    const std::string severity = text(diagnostic, "severity");
    std::string place = text(diagnostic, "file");
    for (const char* key : {"line", "column"}) {
      if (!place.empty() && positive(diagnostic, key) > 0) place += ':' + std::to_string(positive(diagnostic, key));
    }
    put("<p>" + html_element("strong", severity, severity == "error" ? "bad" : "open") + ": " +
        markup_text(shorten(text(diagnostic, "message"), kTextLimit)) +
        (place.empty() ? "" : " <span class=\"dim\">at</span> " + html_element("code", place)) + "</p>\n");
    put_source(diagnostic);
    const std::string explanation = text(diagnostic, "explanation");
    if (!explanation.empty()) put("<p>" + markup_text(explanation) + "</p>\n");
  }

  void put_source(const ReportJson& diagnostic) {
    std::string source = text(diagnostic, "source_line");
    while (source.ends_with('\n') || source.ends_with('\r')) source.pop_back();
    if (source.empty()) return;
    const auto column = positive(diagnostic, "column");
    put(scroller("code", "Source line") + "<pre>" + markup_text(source) +
        (column == 0 ? "" : '\n' + markup_text(mock_server::text::caret_under(source, column - 1))) + "</pre></div>\n");
  }

  // What the event loop noticed, where, and what that means.
  void put_notice(const ReportJson& notice) {
    const std::string file = text(notice, "file");
    const std::string place = file.empty() ? "" : file + ':' + std::to_string(positive(notice, "line")) + ": ";
    const auto count = positive(notice, "count");
    put(html_fact(
        "notice",
        place + shorten(text(notice, "text"), kTextLimit) + (count > 1 ? " (" + std::to_string(count) + " times)" : ""),
        true));
    put(html_fact("it means", text(notice, "explanation")));
  }

  // What may be wider than the screen scrolls by itself, also with the keyboard.
  static std::string scroller(const char* style, const std::string& label) {
    return std::string("<div class=\"") + style + "\" role=\"region\" tabindex=\"0\" aria-label=\"" +
           markup_text(label) + "\">";
  }

  void put_rows() {
    put("<ul class=\"rows\">\n");
    for (const ReportJson& row : list(exercise_, "criteria")) put_row(row);
    put("</ul>\n");
  }

  static std::string worth(const ReportJson& row) {
    const std::string status = text(row, "status");
    const std::string points = count_of(number(row, "possible"), "point", "points");
    if (status == "pending_manual" || status == "not_handed_in") return "up to " + points + " on top";
    return html_points(row);
  }

  void put_row(const ReportJson& row) {
    const std::string status = text(row, "status");
    put("<li><div class=\"head\">" + html_element("h4", text(row, "text")) + "<span>" + html_status(status) + ", " +
        markup_text(worth(row)) + "</span></div>\n");
    const std::string waits_for = text(row, "waits_for");
    if (!waits_for.empty()) put("<p>Waits for: " + markup_text(text_of_row(waits_for)) + "</p>\n");
    if (flag(row, "manual")) put_manual(row, status);
    if (status != "skipped") put_tests(list(row, "tests"));
    if (status == "grader_error") put(std::string("<p>") + kNoMistake + "</p>\n");
    put("</li>\n");
  }

  std::string text_of_row(const std::string& id) const {
    for (const ReportJson& row : list(exercise_, "criteria")) {
      if (text(row, "id") == id) return text(row, "text");
    }
    return id;
  }

  void put_manual(const ReportJson& row, const std::string& status) {
    if (status == "not_handed_in")
      put("<p class=\"dim\">Optional, and read by a person; the README says what to hand in.</p>\n");
    const std::string comment = text(row, "comment");
    const ReportJson& collected = at(row, "collected");
    put("<dl>\n" + html_fact("comment", shorten(comment, kTextLimit), true) +
        html_fact("handed in", text(collected, "file")) +
        html_fact("text", shorten(text(collected, "text"), kTextLimit), true) + "</dl>\n");
  }

  static bool is_failure(const ReportJson& test) {
    const std::string status = text(test, "status");
    return status == "failed" || status == "crashed" || status == "timed_out";
  }

  // The student's failures come before what merely did not run; the first of them is open.
  void put_tests(const ReportJson& tests) {
    bool first = true;
    timelines_ = 0;
    for (const bool failures : {true, false}) {
      for (const ReportJson& test : tests) {
        if (text(test, "status") == "passed" || is_failure(test) != failures) continue;
        put_test(test, first);
        first = false;
      }
    }
    std::string passed;
    std::size_t count = 0;
    for (const ReportJson& test : tests) {
      if (text(test, "status") != "passed") continue;
      passed += html_element("li", in_words(text(test, "name")));
      ++count;
    }
    if (count == 0) return;
    put("<details><summary>" + html_status("passed") + ": " + count_of(static_cast<long long>(count), "case", "cases") +
        "</summary>\n<ul>" + passed + "</ul></details>\n");
  }

  void put_test(const ReportJson& test, bool open) {
    const std::string name = text(test, "name");
    const std::string status = text(test, "status");
    const std::string expected = text(test, "expected");
    const std::string got = text(test, "got");
    const std::string message = text(test, "message");
    put(std::string("<details") + (open ? " open" : "") + "><summary>" + html_status(status) + ": " +
        markup_text(in_words(name)) + "</summary>\n<dl>\n");
    if (!expected.empty() || !got.empty()) {
      const auto [shown_expected, shown_got] = show_pair(expected, got, kTextLimit);
      put(html_fact("expected", shown_expected, true) + html_fact("got", shown_got, true));
    }
    put(html_fact(status == "failed" ? "help" : "message", shorten(message, kTextLimit), true));
    if (message.empty() && got.empty() && status != "failed") put(html_fact("message", "no more is known"));
    for (const ReportJson& notice : list(test, "diagnostics")) put_notice(notice);
    put(html_fact("test", name + ", " + std::to_string(positive(test, "wall_ms")) + " ms"));
    put("</dl>\n");
    put_timeline(name, list(test, "timeline"));
    put("</details>\n");
  }

  void put_timeline(const std::string& name, const ReportJson& timeline) {
    const TimelinePicture picture = timeline_picture(timeline);
    if (picture.empty()) return;
    if (++timelines_ > kMostTimelines) {
      put("<p class=\"dim\">The timeline of this test is in report.json.</p>\n");
      return;
    }
    const std::string id = "timeline-" + number_ + '-' + std::to_string(++pictures_);
    const std::string title = "Timeline: " + in_words(name);
    put(scroller("scroll", title) + timeline_svg(picture, {.id = id, .title = title, .style = false}) + "</div>\n");
  }

  const ReportJson& exercise_;
  const std::string number_;
  std::string out_;
  std::size_t pictures_ = 0;   // in the exercise
  std::size_t timelines_ = 0;  // of the row
};

}  // namespace

std::string html_exercise(const ReportJson& exercise, std::size_t number) {
  return ExercisePage(exercise, number).draw();
}

}  // namespace grader
