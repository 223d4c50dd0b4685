#include "grader/report/html_parts.hpp"

#include "grader/report/json_view.hpp"
#include "grader/report/markup.hpp"
#include "grader/report/values.hpp"

namespace grader {
namespace {

using namespace json_view;

struct Look {
  const char* status;
  const char* sign;
  const char* word;
  const char* style;
};

constexpr Look kLooks[] = {{"passed", "✓", "passed", "good"},
                           {"failed", "✗", "failed", "bad"},
                           {"partial", "✗", "in part", "bad"},
                           {"crashed", "✗", "crashed", "bad"},
                           {"timed_out", "✗", "timed out", "bad"},
                           {"build_failed", "✗", "does not compile", "bad"},
                           {"skipped", "–", "skipped", "open"},
                           {"not_run", "·", "not run", "open"},
                           {"not_started", "·", "not started", "open"},
                           {"pending_manual", "…", "waits for a person", "open"},
                           {"not_handed_in", "·", "not handed in", "open"},
                           {"grader_error", "!", "not decided", "open"}};

}  // namespace

std::string html_element(const char* tag, std::string_view text, const char* style) {
  const std::string attribute = *style == '\0' ? "" : std::string(" class=\"") + style + '"';
  return std::string("<") + tag + attribute + '>' + markup_text(text) + "</" + tag + '>';
}

std::string html_status(const std::string& status) {
  for (const Look& look : kLooks) {
    if (status != look.status) continue;
    return std::string("<span class=\"status ") + look.style + "\"><span aria-hidden=\"true\">" + look.sign +
           "</span> " + look.word + "</span>";
  }
  return "<span class=\"status open\">" + markup_text(status) + "</span>";
}

std::string html_points(const ReportJson& json) {
  const auto possible = number(json, "possible");
  if (possible == 0) return "no points";
  return std::to_string(number(json, "earned")) + " of " + count_of(possible, "point", "points");
}

std::string html_fact(const char* label, std::string_view value, bool pre) {
  if (value.empty()) return "";
  return "<div>" + html_element("dt", label) + "<dd>" + (pre ? html_element("pre", value) : markup_text(value)) +
         "</dd></div>\n";
}

}  // namespace grader
