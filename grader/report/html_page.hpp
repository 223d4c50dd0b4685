#pragma once

#include <string>

#include "grader/report/report.hpp"

namespace grader {

struct HtmlOptions {
  /// Markup for the head of a page that is served: its script, for example. The page then leaves it to the server to
  /// forbid what else it must not load; without it the page forbids everything itself.
  std::string head{};
  /// A line below the title that a served page may change: "checking …". Empty: there is none.
  std::string status{};
};

/// Shows a whole report as a page of its own: one HTML document without script, for screens and printers, light and
/// dark, that loads nothing.
///
/// A view of report.json: it shows what the report says and computes no points of its own. Text of students is shown as
/// text. Failed tests have a timeline each.
///
/// Errors: none; what is missing from a damaged report is left out.
std::string render_html(const ReportJson& report, const HtmlOptions& options = {});

}  // namespace grader
