#include <algorithm>
#include <string>

#include "grader/report/details.hpp"
#include "grader/report/json_view.hpp"
#include "grader/report/values.hpp"
#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using mock_server::text::caret_under;
using mock_server::text::visible;

using namespace json_view;

constexpr std::size_t kShownToStudents = 5;
constexpr std::size_t kMessageLimit = 2'000;

Colour colour_of(const std::string& severity) {
  return severity == "error" ? Colour::kRed : severity == "warning" ? Colour::kYellow : Colour::kDim;
}

void show_source(Page& page, const ReportJson& diagnostic) {
  std::string source = text(diagnostic, "source_line");
  while (source.ends_with('\n') || source.ends_with('\r')) source.pop_back();
  if (source.empty()) return;
  const std::string number = std::to_string(positive(diagnostic, "line"));
  const std::string margin = std::string(number.size() < 5 ? 5 - number.size() : 0, ' ');
  page.verbatim(margin + number + " | " + visible(source, 8), kIndent);
  const auto column = positive(diagnostic, "column");
  if (column == 0) return;
  page.verbatim(std::string(margin.size() + number.size(), ' ') + " | " + caret_under(source, column - 1), kIndent,
                Colour::kGreen);
}

void show_one(Page& page, const ReportJson& diagnostic) {
  const std::string file = text(diagnostic, "file");
  const std::string severity = text(diagnostic, "severity");
  std::string place = file;
  for (const char* key : {"line", "column"}) {
    const auto value = positive(diagnostic, key);
    if (!file.empty() && value > 0) place += ':' + std::to_string(value);
  }
  page.line((place.empty() ? "" : place + ": ") + severity + ": " + shorten(text(diagnostic, "message"), kMessageLimit),
            kIndent, colour_of(severity));
  show_source(page, diagnostic);
}

}  // namespace

void show_diagnostics(Page& page, const ReportJson& diagnostics) {
  const std::size_t shown =
      page.options().instructor ? diagnostics.size() : std::min(kShownToStudents, diagnostics.size());
  for (std::size_t i = 0; i < shown; ++i) show_one(page, diagnostics[i]);
  const std::size_t hidden = diagnostics.size() - shown;
  if (hidden == 0) return;
  page.line("(" + count_of(static_cast<long long>(hidden), "more message", "more messages") +
                "; the first one is often the cause of the others)",
            kIndent, Colour::kDim);
}

}  // namespace grader
