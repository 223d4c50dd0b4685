#include "grader/report/html_page.hpp"

#include <algorithm>

#include "grader/report/html_parts.hpp"
#include "grader/report/json_view.hpp"
#include "grader/report/markup.hpp"
#include "grader/report/timeline_svg.hpp"
#include "grader/report/values.hpp"

namespace grader {
namespace {

using namespace json_view;

constexpr const char* kForbidEverything =
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'; img-src "
    "data:; "
    "base-uri 'none'; form-action 'none'\">\n";

std::string title_of(const ReportJson& report) {
  const std::string id = text(at(report, "submission"), "id");
  return id.empty() ? "Report" : "Report for " + id;
}

std::string head(const ReportJson& report, const HtmlOptions& options) {
  return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n" +
         (options.head.empty() ? std::string(kForbidEverything) : "") +
         "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
         "<meta name=\"referrer\" content=\"no-referrer\">\n<link rel=\"icon\" href=\"data:,\">\n" +
         html_element("title", title_of(report)) + "\n<style>\n" + std::string(html_style()) + timeline_style() +
         "</style>\n" + options.head + "</head>\n";
}

std::string section(const char* id, const char* heading, const std::string& content) {
  if (content.empty()) return "";
  return std::string("<section aria-labelledby=\"") + id + "\">\n<h2 id=\"" + id + "\">" + heading + "</h2>\n" +
         content + "</section>\n";
}

std::string passed_exercises(const ReportJson& report) {
  const ReportJson& exercises = list(report, "exercises");
  const auto passed =
      std::ranges::count_if(exercises, [](const ReportJson& each) { return text(each, "status") == "passed"; });
  return std::to_string(passed) + " of " + count_of(static_cast<long long>(exercises.size()), "exercise", "exercises") +
         " passed";
}

std::string incomplete_notice(const ReportJson& report) {
  const ReportJson& complete = at(report, "complete");
  if (!complete.is_boolean() || complete.get<bool>()) return "";
  const auto undecided = number(at(report, "score"), "undecided");
  return "<p class=\"note\" role=\"note\"><strong>Not final.</strong> The grader broke on the way" +
         (undecided > 0 ? "; " + count_of(undecided, "point is", "points are") + " undecided and none of them lost"
                        : "") +
         ".</p>\n";
}

std::string score(const ReportJson& report) {
  const ReportJson& score = at(report, "score");
  if (!score.is_object()) return "";
  const auto possible = number(score, "possible");
  const auto earned = number(score, "earned");
  std::string content = "<p class=\"score\">" + html_points(score) + "</p>\n";
  if (possible > 0) {
    const auto percent = std::clamp<std::int64_t>(earned * 100 / possible, 0, 100);
    content += "<div class=\"meter\" aria-hidden=\"true\"><span style=\"width: " + std::to_string(percent) +
               "%\"></span></div>\n";
  }
  content += "<p>" + passed_exercises(report) + ".";
  if (number(score, "bonus") > 0) content += " Bonus: +" + std::to_string(number(score, "bonus")) + '.';
  if (number(score, "pending_manual") > 0)
    content += " Up to " + count_of(number(score, "pending_manual"), "point", "points") + " on top wait for a person.";
  return section("score", "Score", content + "</p>\n" + incomplete_notice(report));
}

std::string next(const ReportJson& report) {
  std::string items;
  for (const ReportJson& each : list(report, "next")) {
    const std::string path = text(each, "path");
    const std::string exercise = text(each, "exercise");
    const std::string page = text(each, "page");
    items += "<li>" +
             html_element("strong", path == "remedial"    ? "Practise: "
                                    : path == "extension" ? "Explore: "
                                                          : "Next: ") +
             markup_text((exercise.empty() ? "" : exercise + ", ") + text(each, "why")) +
             (page.empty() ? "" : "; read " + html_element("code", "exercises/" + page)) + "</li>\n";
  }
  return items.empty() ? "" : section("next", "What next", "<ul>\n" + items + "</ul>\n");
}

std::string mastery(const ReportJson& each) {
  const ReportJson& mastered = at(each, "mastered");
  if (mastered.is_boolean()) {
    return mastered.get<bool>()
               ? "<span class=\"status good\"><span aria-hidden=\"true\">✓</span> mastered</span>"
               : "<span class=\"status open\"><span aria-hidden=\"true\">·</span> not mastered yet</span>";
  }
  return number(each, "possible") > 0 ? "open" : "nothing graded";
}

std::string standings(const ReportJson& report, const char* what, const char* caption) {
  std::string rows;
  for (const ReportJson& each : list(report, what)) {
    const std::string level = text(each, "proficiency");
    rows +=
        "<tr><th scope=\"row\">" + markup_text(text(each, "id")) +
        (level.empty() ? "" : " <span class=\"dim\">(" + markup_text(level + ", " + text(each, "bloom")) + ")</span>") +
        "</th><td class=\"number\">" + html_points(each) + "</td><td>" + mastery(each) + "</td></tr>\n";
  }
  if (rows.empty()) return "";
  return std::string("<table>\n<caption>") + caption +
         "</caption>\n<thead><tr><th scope=\"col\">What</th><th scope=\"col\">Points</th><th "
         "scope=\"col\">Standing</th></tr></thead>\n<tbody>\n" +
         rows + "</tbody>\n</table>\n";
}

std::string exercises(const ReportJson& report) {
  std::string contents;
  std::string articles;
  std::size_t number = 0;
  for (const ReportJson& exercise : list(report, "exercises")) {
    const std::string anchor = "exercise-" + std::to_string(number);
    contents += "<li><a href=\"#" + anchor + "\">" + markup_text(text(exercise, "id")) + "</a> " +
                html_status(text(exercise, "status")) + "</li>\n";
    articles += html_exercise(exercise, number++);
  }
  if (articles.empty()) return "";
  return section("exercises", "Exercises",
                 "<nav aria-label=\"Exercises\"><ul class=\"contents\">\n" + contents + "</ul></nav>\n" + articles);
}

std::string joined(const ReportJson& texts, const char* between) {
  std::string line;
  for (const ReportJson& each : texts) {
    if (each.is_string()) line += (line.empty() ? "" : between) + each.get<std::string>();
  }
  return line;
}

std::string isolation_facts(const ReportJson& isolation) {
  const ReportJson& official = at(isolation, "official");
  std::string level = text(isolation, "level");
  if (!text(isolation, "name").empty()) level += ", " + text(isolation, "name");
  if (!text(isolation, "required").empty()) level += "; required: " + text(isolation, "required");
  if (official.is_boolean()) level += official.get<bool>() ? "; official" : "; not official";
  std::string facts = html_fact("isolation", level) + html_fact("in force", joined(list(isolation, "active"), ", "));
  const ReportJson& canary = at(isolation, "canary");
  if (canary.is_object()) {
    const std::string open = joined(list(canary, "open"), ", ");
    facts +=
        html_fact("tried", std::to_string(number(canary, "blocked")) + " of " + std::to_string(number(canary, "ran")) +
                               " attempts to break out were stopped" + (open.empty() ? "" : "; open: " + open));
  }
  const ReportJson& unavailable = at(isolation, "unavailable");
  if (unavailable.is_object()) {
    for (const auto& [name, why] : unavailable.items()) {
      if (why.is_string()) facts += html_fact("not to be had", name + ": " + why.get<std::string>());
    }
  }
  return facts;
}

std::string facts(const ReportJson& report) {
  const ReportJson& submission = at(report, "submission");
  const ReportJson& course = at(report, "course");
  const ReportJson& toolchain = at(report, "toolchain");
  const ReportJson& seed = at(report, "seed");
  return section(
      "facts", "How it was graded",
      "<dl>\n" + html_fact("submission", text(submission, "id")) + html_fact("digest", text(submission, "digest")) +
          html_fact("course", text(course, "id") + ' ' + text(course, "version")) +
          html_fact("digest", text(course, "digest")) + html_fact("graded", text(report, "started")) +
          html_fact("seed", seed.is_number() ? seed.dump() : "") + html_fact("compiler", text(toolchain, "compiler")) +
          html_fact("flags", joined(list(toolchain, "flags"), " ")) +
          html_fact("sanitizers", joined(list(toolchain, "sanitizers"), ", ")) +
          isolation_facts(at(report, "isolation")) + "</dl>\n");
}

}  // namespace

std::string render_html(const ReportJson& report, const HtmlOptions& options) {
  const ReportJson& course = at(report, "course");
  return head(report, options) + "<body>\n<a class=\"skip\" href=\"#exercises\">Skip to the exercises</a>\n<header>\n" +
         html_element("h1", title_of(report)) + "\n<p class=\"dim\">" +
         markup_text("Course " + text(course, "id") + ' ' + text(course, "version") + ", graded " +
                     text(report, "started")) +
         "</p>\n" +
         (options.status.empty() ? "" : "<p id=\"live\" role=\"status\">" + markup_text(options.status) + "</p>\n") +
         "</header>\n<main>\n" + score(report) + next(report) +
         section("standing", "Objectives and skills",
                 standings(report, "objectives", "Objectives") + standings(report, "skills", "Skills")) +
         exercises(report) + facts(report) + "</main>\n<footer><p class=\"dim\">Made by Hangtime from " +
         markup_text(text(report, "schema")) + ".</p></footer>\n</body>\n</html>\n";
}

}  // namespace grader
