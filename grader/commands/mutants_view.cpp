#include "grader/commands/mutants_view.hpp"

#include <algorithm>
#include <cmath>

#include "grader/build/text.hpp"
#include "grader/commands/elapsed.hpp"
#include "grader/commands/verification.hpp"
#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using nlohmann::json;

// Rounded down: 94.96 does not reach 95.
std::string percent(double rate) {
  const auto tenths = static_cast<int>(std::floor(rate * 10));
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " %";
}

void print_row(const std::vector<std::string>& cells, const std::vector<std::size_t>& widths, Console& console) {
  std::string line;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const std::size_t blanks = widths[i] > cells[i].size() ? widths[i] - cells[i].size() : 0;
    line += i == 0 ? cells[i] + std::string(blanks, ' ') : "  " + std::string(blanks, ' ') + cells[i];
  }
  console.out << line << '\n';
}

std::size_t widest_id(const MutationReport& report) {
  std::size_t width = 8;
  for (const MutationResult& result : report.results()) width = std::max(width, result.exercise->id.size());
  return width;
}

void print_table(const MutationReport& report, Console& console) {
  const std::vector<std::string> head{"exercise", "mutants", "does not compile", "caught", "equivalent",
                                      "survive",  "rate"};
  std::vector<std::size_t> widths{widest_id(report)};
  for (std::size_t i = 1; i < head.size(); ++i) widths.push_back(std::max<std::size_t>(head[i].size(), 7));
  print_row(head, widths, console);
  for (std::size_t i = 0; i < report.results().size(); ++i) {
    const MutationResult& result = report.results()[i];
    const MutationTally& tally = report.tallies()[i];
    if (!result.skipped.empty()) {
      print_row({result.exercise->id, "skipped: " + result.skipped}, widths, console);
      continue;
    }
    print_row({result.exercise->id, std::to_string(tally.mutants), std::to_string(tally.does_not_compile),
               std::to_string(tally.caught), std::to_string(tally.equivalent), std::to_string(tally.survivors.size()),
               percent(tally.rate)},
              widths, console);
    for (const Deviation& deviation : report.deviations(i)) print_deviation(deviation, console);
  }
}

void print_criteria(const MutationReport& report, Console& console) {
  std::vector<std::size_t> widths{9, 7, 5};
  for (const MutationTally& tally : report.tallies()) {
    for (const CriterionTally& criterion : tally.criteria) widths[0] = std::max(widths[0], criterion.id.size() + 2);
  }
  for (std::size_t i = 0; i < report.results().size(); ++i) {
    if (report.tallies()[i].mutants == 0) continue;
    console.out << '\n';
    print_row({report.results()[i].exercise->id, "catches", "alone"}, widths, console);
    for (const CriterionTally& criterion : report.tallies()[i].criteria) {
      print_row({"  " + criterion.id, std::to_string(criterion.catches), std::to_string(criterion.alone)}, widths,
                console);
    }
  }
}

void print_lines(const std::string& text, char sign, Console& console) {
  constexpr std::size_t kMost = 8;
  const auto lines = mock_server::text::split_lines(text);
  for (std::size_t i = 0; i < std::min(lines.size(), kMost); ++i)
    console.out << "    " << sign << ' ' << mock_server::text::visible(lines[i], 8) << '\n';
  if (lines.size() > kMost) console.out << "      (" << counted(lines.size() - kMost, "more line") << ")\n";
}

std::string place(const MutationResult& result, const mutation::Mutant& mutant) {
  return result.file + ":" + std::to_string(mutant.line) + ":" + std::to_string(mutant.column);
}

void print_mutants(const MutationResult& result, const MutationTally& tally, Console& console) {
  for (const std::size_t i : tally.survivors) {
    const mutation::Mutant& mutant = result.mutants[i];
    console.out << '\n'
                << place(result, mutant) << ": " << mutant.kind << ": " << neutralise(mutant.description) << '\n';
    print_lines(mutant.before, '-', console);
    print_lines(mutant.after, '+', console);
  }
  for (std::size_t i = 0; i < result.mutants.size(); ++i) {
    if (result.verdicts[i].kind != MutantVerdict::Kind::kUndecided) continue;
    console.out << '\n'
                << place(result, result.mutants[i]) << ": " << result.mutants[i].kind
                << ": grader error: " << neutralise(result.verdicts[i].problem) << '\n';
  }
}

std::string what_it_took(const MutationReport& report) {
  std::size_t mutants = 0;
  for (const MutationTally& tally : report.tallies()) mutants += tally.mutants;
  return counted(report.results().size(), "exercise") + ", " + counted(mutants, "mutant") + ", " +
         describe_elapsed(report.elapsed());
}

json to_json(const MutationResult& result, std::size_t i) {
  const mutation::Mutant& mutant = result.mutants[i];
  return {{"file", result.file},
          {"line", mutant.line},
          {"column", mutant.column},
          {"kind", mutant.kind},
          {"description", mutant.description},
          {"before", mutant.before},
          {"after", mutant.after}};
}

json to_json(const MutationReport& report, std::size_t i) {
  const MutationResult& result = report.results()[i];
  const MutationTally& tally = report.tallies()[i];
  json criteria = json::array();
  for (const CriterionTally& criterion : tally.criteria)
    criteria.push_back({{"id", criterion.id}, {"catches", criterion.catches}, {"alone", criterion.alone}});
  json survivors = json::array();
  for (const std::size_t k : tally.survivors) survivors.push_back(to_json(result, k));
  json equivalents = json::array();
  for (const auto& [mutant, entry] : tally.equals) {
    equivalents.push_back(to_json(result, mutant));
    equivalents.back()["reason"] = result.equivalents[entry].reason;
  }
  json undecided = json::array();
  for (std::size_t k = 0; k < result.mutants.size(); ++k) {
    if (result.verdicts[k].kind != MutantVerdict::Kind::kUndecided) continue;
    undecided.push_back(to_json(result, k));
    undecided.back()["problem"] = result.verdicts[k].problem;
  }
  json deviations = json::array();
  for (const Deviation& deviation : report.deviations(i)) deviations.push_back(to_json(deviation));
  return {{"id", result.exercise->id},
          {"skipped", result.skipped.empty() ? json(nullptr) : json(result.skipped)},
          {"sampled", result.sampled},
          {"mutants", tally.mutants},
          {"does_not_compile", tally.does_not_compile},
          {"caught", tally.caught},
          {"rate", tally.rate},
          {"ok", report.reaches_the_rate(i) && report.deviations(i).empty()},
          {"criteria", criteria},
          {"survivors", survivors},
          {"equivalents", equivalents},
          {"undecided", undecided},
          {"deviations", deviations}};
}

}  // namespace

MutationReport::MutationReport(std::vector<MutationResult> results, double required_rate,
                               std::chrono::milliseconds elapsed)
    : results_(std::move(results)), required_rate_(required_rate), elapsed_(elapsed) {
  for (const MutationResult& result : results_) tallies_.push_back(tally(result));
}

std::vector<Deviation> MutationReport::deviations(std::size_t i) const {
  std::vector<Deviation> all = results_[i].deviations;
  all.insert(all.end(), tallies_[i].deviations.begin(), tallies_[i].deviations.end());
  return all;
}

bool MutationReport::good_enough() const {
  for (std::size_t i = 0; i < results_.size(); ++i) {
    if (!reaches_the_rate(i) || !deviations(i).empty()) return false;
  }
  return true;
}

bool MutationReport::complete() const {
  for (std::size_t i = 0; i < results_.size(); ++i) {
    if (!results_[i].complete || tallies_[i].undecided > 0) return false;
  }
  return true;
}

void print(const MutationReport& report, Console& console) {
  print_table(report, console);
  print_criteria(report, console);
  for (std::size_t i = 0; i < report.results().size(); ++i)
    print_mutants(report.results()[i], report.tallies()[i], console);
  console.out << '\n' << what_it_took(report) << '\n';
}

json to_json(const MutationReport& report, const Session& session) {
  json exercises = json::array();
  for (std::size_t i = 0; i < report.results().size(); ++i) exercises.push_back(to_json(report, i));
  return {{"schema", "hangtime/mutants/1"},          {"course", session.course.id}, {"seed", session.seed},
          {"required_rate", report.required_rate()}, {"ok", report.good_enough()},  {"complete", report.complete()},
          {"elapsed_ms", report.elapsed().count()},  {"exercises", exercises}};
}

}  // namespace grader
