#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "grader/report/details.hpp"
#include "grader/report/json_view.hpp"
#include "grader/report/values.hpp"
#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using mock_server::text::caret_under;
using mock_server::text::visible;

using namespace json_view;

constexpr std::size_t kShownToStudents = 4;  // errors and warnings, with their notes
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

// An explanation is shown with the first message that needs it.
void show_one(Page& page, const ReportJson& diagnostic, std::set<std::string>& explained) {
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
  const std::string explanation = text(diagnostic, "explanation");
  if (!explanation.empty() && explained.insert(explanation).second) page.labelled("help", explanation);
}

using Group = std::vector<const ReportJson*>;  // an error or a warning, and the notes about it

std::vector<Group> grouped(const ReportJson& diagnostics) {
  std::vector<Group> groups;
  for (const ReportJson& diagnostic : diagnostics) {
    if (groups.empty() || text(diagnostic, "severity") != "note") groups.emplace_back();
    groups.back().push_back(&diagnostic);
  }
  return groups;
}

std::vector<Group> errors_first(const std::vector<Group>& groups) {
  std::vector<Group> sorted;
  for (const bool errors : {true, false}) {
    for (const Group& group : groups) {
      if ((text(*group.front(), "severity") == "error") == errors) sorted.push_back(group);
    }
  }
  return sorted;
}

}  // namespace

void show_diagnostics(Page& page, const ReportJson& diagnostics) {
  std::vector<Group> groups = grouped(diagnostics);
  if (!page.options().instructor) groups = errors_first(groups);
  const std::size_t shown = page.options().instructor ? groups.size() : std::min(kShownToStudents, groups.size());
  std::set<std::string> explained;
  for (std::size_t i = 0; i < shown; ++i) {
    for (const ReportJson* diagnostic : groups[i]) show_one(page, *diagnostic, explained);
  }
  const std::size_t hidden = groups.size() - shown;
  if (hidden == 0) return;
  page.line("(" + count_of(static_cast<long long>(hidden), "more message", "more messages") +
                "; the first one is often the cause of the others)",
            kIndent, Colour::kDim);
}

}  // namespace grader
