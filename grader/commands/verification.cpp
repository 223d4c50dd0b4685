#include "grader/commands/verification.hpp"

#include <algorithm>
#include <nlohmann/json.hpp>

#include "grader/commands/elapsed.hpp"

namespace grader {
namespace {

using nlohmann::json;

// "7 of 7" per role.
std::string summary(const Verification& verification, std::size_t exercise, Variant::Role role) {
  if (!verification.asks_for(role)) return "-";
  const ExercisePlan& plan = verification.plans[exercise];
  const std::vector<Outcome>& outcomes = verification.outcomes[exercise];
  std::size_t all = 0;
  std::size_t good = 0;
  for (std::size_t k = 0; k < plan.variants.size(); ++k) {
    if (plan.variants[k].role != role) continue;
    ++all;
    if (outcomes[k].deviations.empty()) ++good;
  }
  if (role == Variant::Role::kRight || role == Variant::Role::kWrong)
    return std::to_string(good) + " of " + std::to_string(all);
  return all == 0 ? "missing" : good == all ? "ok" : "deviates";
}

// "22 exercises, 214 variants, 3 min 12 s"
std::string what_it_took(const Verification& verification) {
  std::string text =
      counted(verification.plans.size(), "exercise") + ", " + counted(verification.variants(), "variant") + ", ";
  if (verification.repeat > 1) text += counted(verification.gradings(), "grading") + ", ";
  text += describe_elapsed(verification.elapsed);
  if (verification.busy_processes > 0) {
    text += "; " + std::to_string(verification.busy_processes) + " busy processes used " +
            describe_elapsed(verification.busy_cpu) + " of processor time";
  }
  return text;
}

}  // namespace

bool Verification::asks_for(Variant::Role role) const {
  return only.empty() || std::ranges::find(only, to_string(role)) != only.end();
}

std::vector<Deviation> Verification::deviations(std::size_t i) const {
  std::vector<Deviation> all = plans[i].deviations;
  for (const Outcome& outcome : outcomes[i])
    all.insert(all.end(), outcome.deviations.begin(), outcome.deviations.end());
  return all;
}

bool Verification::as_promised() const {
  for (std::size_t i = 0; i < plans.size(); ++i) {
    if (!deviations(i).empty()) return false;
  }
  return true;
}

bool Verification::complete() const {
  return load_problem.empty() && std::ranges::all_of(outcomes, [](const auto& row) {
           return std::ranges::all_of(row, [](const Outcome& outcome) { return outcome.complete; });
         });
}

std::size_t Verification::variants() const {
  std::size_t all = 0;
  for (const ExercisePlan& plan : plans) all += plan.variants.size();
  return all;
}

std::size_t Verification::gradings() const {
  std::size_t all = 0;
  for (const auto& row : outcomes) {
    for (const Outcome& outcome : row) all += outcome.gradings;
  }
  return all;
}

void print_cell(std::string text, std::size_t columns, Console& console) {
  text.resize(std::max(columns, text.size() + 2), ' ');
  console.out << text;
}

void print_deviation(const Deviation& deviation, Console& console) {
  console.out << "    " << deviation.file << (deviation.line > 0 ? ":" + std::to_string(deviation.line) : "") << ": ";
  if (!deviation.criterion.empty())
    console.out << deviation.criterion << (deviation.test.empty() ? "" : "." + deviation.test) << ": ";
  console.out << deviation.message << '\n';
}

void print(const Verification& verification, Console& console) {
  std::size_t width = 8;
  for (const ExercisePlan& plan : verification.plans) width = std::max(width, plan.exercise->id.size());
  print_cell("exercise", width + 2, console);
  console.out << "stub       reference  right      wrong\n";
  for (std::size_t i = 0; i < verification.plans.size(); ++i) {
    const ExercisePlan& plan = verification.plans[i];
    print_cell(plan.exercise->id, width + 2, console);
    for (const auto role : {Variant::Role::kStub, Variant::Role::kReference, Variant::Role::kRight})
      print_cell(summary(verification, i, role), 11, console);
    console.out << summary(verification, i, Variant::Role::kWrong) << '\n';
    for (const Deviation& deviation : verification.deviations(i)) print_deviation(deviation, console);
  }
  console.out << '\n' << what_it_took(verification) << '\n';
}

json to_json(const Deviation& deviation) {
  return {{"file", deviation.file},
          {"line", deviation.line},
          {"criterion", deviation.criterion},
          {"test", deviation.test},
          {"message", deviation.message}};
}

json to_json(const Verification& verification, const Session& session) {
  json exercises = json::array();
  for (std::size_t i = 0; i < verification.plans.size(); ++i) {
    const ExercisePlan& plan = verification.plans[i];
    json variants = json::array();
    for (std::size_t k = 0; k < plan.variants.size(); ++k) {
      const Outcome& outcome = verification.outcomes[i][k];
      variants.push_back({{"file", plan.variants[k].file},
                          {"role", to_string(plan.variants[k].role)},
                          {"loses", plan.variants[k].loses},
                          {"status", to_string(outcome.score.status)},
                          {"earned", outcome.score.earned},
                          {"possible", outcome.score.possible},
                          {"gradings", outcome.gradings},
                          {"ok", outcome.deviations.empty()}});
    }
    json deviations = json::array();
    for (const Deviation& deviation : verification.deviations(i)) deviations.push_back(to_json(deviation));
    exercises.push_back({{"id", plan.exercise->id}, {"variants", variants}, {"deviations", deviations}});
  }
  return {{"schema", "hangtime/verify/1"},
          {"course", session.course.id},
          {"seed", session.seed},
          {"repeat", verification.repeat},
          {"busy_processes", verification.busy_processes},
          {"busy_cpu_ms", verification.busy_cpu.count()},
          {"variants", verification.variants()},
          {"gradings", verification.gradings()},
          {"elapsed_ms", verification.elapsed.count()},
          {"ok", verification.as_promised()},
          {"complete", verification.complete()},
          {"exercises", exercises}};
}

}  // namespace grader
