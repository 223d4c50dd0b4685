#include "grader/report/terminal.hpp"

#include <algorithm>

#include "grader/report/details.hpp"
#include "grader/report/json_view.hpp"
#include "grader/report/values.hpp"

namespace grader {
namespace {

using namespace json_view;

constexpr std::size_t kCollectedLimit = 20'000;

struct Mark {
  const char* sign;
  Colour colour;
};

Mark mark_of(const std::string& status) {
  if (status == "passed") return {"✓", Colour::kGreen};
  if (status == "failed" || status == "partial") return {"✗", Colour::kRed};
  if (status == "skipped") return {"–", Colour::kYellow};
  if (status == "pending_manual") return {"…", Colour::kYellow};
  return status == "grader_error" ? Mark{"!", Colour::kYellow} : Mark{"·", Colour::kDim};
}

std::string points(const ReportJson& json) {
  return number(json, "possible") == 0 ? "" : count_of(number(json, "possible"), "point", "points");
}

std::string points_of(const ReportJson& json) { return std::to_string(number(json, "earned")) + " of " + points(json); }

/// What stands at the right edge of a row.
std::string worth(const ReportJson& row, const std::string& status) {
  if (status == "skipped") return "skipped";
  if (status == "not_run") return "not run";
  if (status == "pending_manual") return "up to " + points(row) + ", not given yet";
  if (status == "not_handed_in") return "up to " + points(row) + " on top";
  if (status == "grader_error") return "not decided";
  return status == "partial" || flag(row, "manual") ? points_of(row) : points(row);
}

std::string text_of_criterion(const ReportJson& exercise, const std::string& id) {
  for (const ReportJson& row : list(exercise, "criteria")) {
    if (text(row, "id") == id) return text(row, "text");
  }
  return id;
}

/// A row that a person judges: what waits for them, or how to hand something in.
void show_manual(Page& page, const ReportJson& exercise, const ReportJson& row, const std::string& status) {
  if (status == "not_handed_in") {
    page.labelled("", "optional, and read by a person; the README says what to hand in", Colour::kDim);
    return;
  }
  const std::string comment = text(row, "comment");
  if (!comment.empty()) page.labelled("comment", shorten(comment, kCollectedLimit));
  if (status != "pending_manual") return;
  const ReportJson& collected = at(row, "collected");
  page.labelled("handed in", text(exercise, "id") + '/' + text(collected, "file") +
                                 (page.options().instructor ? "" : "; a person will read it and give the points"));
  if (page.options().instructor) page.labelled("text", shorten(text(collected, "text"), kCollectedLimit));
}

void show_row(Page& page, const ReportJson& exercise, const ReportJson& row, ShownNotices& notices) {
  const std::string status = text(row, "status");
  const Mark mark = mark_of(status);
  page.row(mark.sign, mark.colour, text(row, "text"), worth(row, status));
  const std::string waits_for = text(row, "waits_for");
  if (!waits_for.empty()) page.labelled("waits for", '"' + text_of_criterion(exercise, waits_for) + '"');
  if (flag(row, "manual")) show_manual(page, exercise, row, status);
  const bool explained_by_need = status == "skipped";
  if (!explained_by_need) show_tests(page, list(row, "tests"), notices);
  if (status == "grader_error" && list(row, "tests").empty())
    page.labelled("grader", "no hidden test reported on this row");
  if (status == "grader_error")
    page.labelled("", "this is no mistake of the submission and costs no point", Colour::kDim);
}

std::string heading_right(const ReportJson& exercise, const std::string& status) {
  if (status == "not_started") return "not started";
  const std::string undecided =
      number(exercise, "undecided") > 0 ? ", " + std::to_string(number(exercise, "undecided")) + " undecided" : "";
  if (number(exercise, "possible") > 0) return points_of(exercise) + undecided;
  return status == "passed" ? "passed" : status == "grader_error" ? "not decided" : "not passed";
}

void show_not_started(Page& page, const ReportJson& exercise) {
  for (const ReportJson& file : list(exercise, "edit")) {
    if (file.is_string()) page.labelled("edit", "exercises/" + text(exercise, "id") + '/' + file.get<std::string>());
  }
  if (!page.options().instructor) page.labelled("or", "'./hangtime reset " + text(exercise, "id") + "' brings it back");
}

void show_build(Page& page, const ReportJson& exercise, const std::string& status) {
  const ReportJson& build = at(exercise, "build");
  const std::string message = text(build, "message");
  if (status == "build_failed") {
    page.row("✗", Colour::kRed, message.empty() ? "does not compile" : message, "");
  } else if (status == "grader_error" && !flag(build, "ok")) {
    page.row("!", Colour::kYellow, message.empty() ? "the grader could not build it" : message, "not decided");
    page.labelled("", "this is no mistake of the submission and costs no point", Colour::kDim);
  }
  show_diagnostics(page, list(build, "diagnostics"));
}

void show_exercise(Page& page, const ReportJson& exercise) {
  const std::string status = text(exercise, "status");
  page.row("", Colour::kPlain, text(exercise, "id") + "  " + text(exercise, "title"), heading_right(exercise, status),
           Colour::kBold);
  if (status == "not_started") {
    show_not_started(page, exercise);
    return;
  }
  show_build(page, exercise, status);
  const bool has_run = flag(at(exercise, "build"), "ok");
  if (!has_run) return;
  ShownNotices notices;
  for (const ReportJson& row : list(exercise, "criteria")) show_row(page, exercise, row, notices);
}

void show_facts(Page& page, const ReportJson& report) {
  const ReportJson& submission = at(report, "submission");
  const ReportJson& course = at(report, "course");
  page.labelled("submitted", text(submission, "id"));
  page.verbatim(text(submission, "digest"), kIndent, Colour::kDim);
  page.labelled("course", text(course, "id") + ' ' + text(course, "version"));
  page.verbatim(text(course, "digest"), kIndent, Colour::kDim);
  page.labelled("graded", text(report, "started") + ", seed " + at(report, "seed").dump() + ", " +
                              text(at(report, "toolchain"), "compiler") + ", isolation " +
                              text(at(report, "isolation"), "level"));
  page.blank();
}

void show_standings(Page& page, const ReportJson& report) {
  for (const char* what : {"objectives", "skills"}) {
    page.row("", Colour::kPlain, what, "", Colour::kBold);
    for (const ReportJson& each : list(report, what)) {
      const ReportJson& mastered = at(each, "mastered");
      const bool graded = number(each, "possible") > 0;
      std::string standing = graded ? points_of(each) : "nothing graded";
      if (mastered.is_boolean()) standing += mastered.get<bool>() ? ", mastered" : ", not mastered";
      if (graded && mastered.is_null()) standing += ", open";
      page.row(" ", Colour::kPlain, text(each, "id"), standing);
    }
  }
  page.blank();
}

std::string passed_exercises(const ReportJson& report) {
  const ReportJson& exercises = list(report, "exercises");
  const auto passed =
      std::ranges::count_if(exercises, [](const ReportJson& each) { return text(each, "status") == "passed"; });
  return std::to_string(passed) + " of " + count_of(static_cast<long long>(exercises.size()), "exercise", "exercises") +
         " passed";
}

void show_summary(Page& page, const ReportJson& report) {
  const ReportJson& score = at(report, "score");
  std::string line = passed_exercises(report);
  if (number(score, "possible") > 0) line = points_of(score) + ", " + line;
  if (number(score, "bonus") > 0) line += ", bonus +" + std::to_string(number(score, "bonus"));
  page.row("", Colour::kPlain, line, "", Colour::kBold);
  if (number(score, "pending_manual") > 0) {
    page.line("up to " + count_of(number(score, "pending_manual"), "point", "points") +
              " on top, for a person to give");
  }
  if (at(report, "complete").is_boolean() && !flag(report, "complete")) {
    const auto undecided = number(score, "undecided");
    page.row(
        "!", Colour::kYellow,
        "not final: the grader broke on the way" +
            (undecided > 0 ? "; " + count_of(undecided, "point is", "points are") + " undecided and none of them lost"
                           : ""),
        "");
  }
}

void show_next(Page& page, const ReportJson& report) {
  for (const ReportJson& each : list(report, "next")) {
    const std::string path = text(each, "path");
    const std::string exercise = text(each, "exercise");
    const std::string label = path == "remedial" ? "practise" : path == "extension" ? "explore " : "next    ";
    const std::string read_first = text(each, "page");
    page.row(label, Colour::kGreen,
             (exercise.empty() ? "" : exercise + ": ") + text(each, "why") +
                 (read_first.empty() ? "" : "; read exercises/" + read_first),
             "");
  }
}

}  // namespace

std::string render_exercise(const ReportJson& exercise, const TerminalOptions& options) {
  Page page(options);
  show_exercise(page, exercise);
  return page.take();
}

std::string render_tryout(const std::string& title, const std::string& faults, const ReportJson& test,
                          const TerminalOptions& options) {
  Page page(options);
  page.row("", Colour::kPlain, title, "", Colour::kBold);
  page.labelled("against", faults);
  show_tryout(page, test);
  return page.take();
}

std::string render_summary(const ReportJson& report, const TerminalOptions& options) {
  Page page(options);
  if (options.instructor) show_standings(page, report);
  show_summary(page, report);
  show_next(page, report);
  return page.take();
}

std::string render_report(const ReportJson& report, const TerminalOptions& options) {
  Page page(options);
  if (options.instructor) show_facts(page, report);
  for (const ReportJson& exercise : list(report, "exercises")) {
    show_exercise(page, exercise);
    page.blank();
  }
  return page.take() + render_summary(report, options);
}

}  // namespace grader
