#include "grader/commands/report_formats.hpp"

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/report/html_page.hpp"
#include "grader/report/terminal.hpp"
#include "mock_server/text/suggest.hpp"

namespace grader {
namespace {

std::string as_html(const ReportJson& report, const Console&) { return render_html(report, {}); }

std::string as_text(const ReportJson& report, const Console& console) {
  return render_report(report, {.colour = console.colour, .width = console.width, .instructor = true});
}

}  // namespace

const std::vector<ReportFormat>& report_formats() {
  static const std::vector<ReportFormat> formats = {
      {.name = "html", .what = "a page for browsers and printers, one file that needs nothing else", .render = as_html},
      {.name = "text", .what = "what grade shows on the terminal", .render = as_text},
  };
  return formats;
}

const ReportFormat& report_format(const std::string& name) {
  std::vector<std::string> names;
  std::string list;
  for (const ReportFormat& format : report_formats()) {
    if (name == format.name) return format;
    names.emplace_back(format.name);
    list += (list.empty() ? "" : ", ") + std::string(format.name);
  }
  throw UsageError("there is no format \"" + neutralise(name) + "\" for a report, only " + list +
                   mock_server::text::did_you_mean(name, names));
}

}  // namespace grader
