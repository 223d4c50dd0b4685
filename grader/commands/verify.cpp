// Theory of operation. Verify tests the tests: every text whose score is known beforehand (stub, reference, right and
// wrong solutions) goes through the very machinery that grades students, and each deviation from what is known is
// shown. All variants of all exercises form one list, so that compilers and tests are kept busy across exercises.
#include <algorithm>
#include <map>
#include <nlohmann/json.hpp>
#include <string>
#include <tuple>
#include <vector>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/verify_judge.hpp"
#include "grader/commands/verify_plan.hpp"

namespace grader {
namespace {

using nlohmann::json;

struct Outcome {
  ExerciseScore score;
  std::vector<Deviation> deviations;
};

struct Verification {
  std::vector<ExercisePlan> plans;
  std::vector<std::vector<Outcome>> outcomes;  ///< as plans and their variants

  std::vector<Deviation> deviations(std::size_t i) const {
    std::vector<Deviation> all = plans[i].deviations;
    for (const Outcome& outcome : outcomes[i])
      all.insert(all.end(), outcome.deviations.begin(), outcome.deviations.end());
    return all;
  }
  bool as_promised() const {
    for (std::size_t i = 0; i < plans.size(); ++i) {
      if (!deviations(i).empty()) return false;
    }
    return true;
  }
  bool complete() const {
    return std::ranges::all_of(outcomes, [](const auto& row) {
      return std::ranges::all_of(row, [](const Outcome& outcome) { return outcome.score.complete; });
    });
  }
};

Verification plan(const Session& session) {
  Verification verification;
  for (const Exercise* exercise : session.selected) {
    ExercisePlan plan = plan_verification(session.root, *exercise);
    const auto more = compare_with_tests(*exercise, load_test_list(parts_of(session.toolchain, exercise->id)));
    plan.deviations.insert(plan.deviations.end(), more.begin(), more.end());
    verification.outcomes.emplace_back(plan.variants.size());
    verification.plans.push_back(std::move(plan));
  }
  return verification;
}

void grade_variants(Verification& verification, Workshop& workshop, Console& console) {
  std::vector<std::pair<std::size_t, std::size_t>> all;
  for (std::size_t i = 0; i < verification.plans.size(); ++i) {
    for (std::size_t k = 0; k < verification.plans[i].variants.size(); ++k) all.emplace_back(i, k);
  }
  ProgressLine progress(console, all.size());
  for_each_in_parallel(all.size(), workshop.useful_callers(), [&](std::size_t n) {
    const auto [i, k] = all[n];
    const Exercise& exercise = *verification.plans[i].exercise;
    const Variant& variant = verification.plans[i].variants[k];
    progress.begin(variant.file);
    const Evidence evidence = workshop.gather(exercise, variant.intake);
    Outcome& outcome = verification.outcomes[i][k];
    outcome.score = score(exercise, evidence.build, evidence.run);
    outcome.deviations = judge(variant, outcome.score);
    progress.end();
  });
}

// "7 of 7" per role.
std::string summary(const ExercisePlan& plan, const std::vector<Outcome>& outcomes, Variant::Role role) {
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

void print_deviation(const Deviation& deviation, Console& console) {
  console.out << "    " << deviation.file << (deviation.line > 0 ? ":" + std::to_string(deviation.line) : "") << ": ";
  if (!deviation.criterion.empty())
    console.out << deviation.criterion << (deviation.test.empty() ? "" : "." + deviation.test) << ": ";
  console.out << deviation.message << '\n';
}

void print(const Verification& verification, Console& console) {
  std::size_t width = 8;
  for (const ExercisePlan& plan : verification.plans) width = std::max(width, plan.exercise->id.size());
  const auto cell = [&](std::string text, std::size_t columns) {
    text.resize(std::max(columns, text.size() + 2), ' ');
    console.out << text;
  };
  cell("exercise", width + 2);
  console.out << "stub       reference  right      wrong\n";
  for (std::size_t i = 0; i < verification.plans.size(); ++i) {
    const ExercisePlan& plan = verification.plans[i];
    cell(plan.exercise->id, width + 2);
    for (const auto role : {Variant::Role::kStub, Variant::Role::kReference, Variant::Role::kRight})
      cell(summary(plan, verification.outcomes[i], role), 11);
    console.out << summary(plan, verification.outcomes[i], Variant::Role::kWrong) << '\n';
    for (const Deviation& deviation : verification.deviations(i)) print_deviation(deviation, console);
  }
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
                          {"ok", outcome.deviations.empty()}});
    }
    json deviations = json::array();
    for (const Deviation& deviation : verification.deviations(i)) deviations.push_back(to_json(deviation));
    exercises.push_back({{"id", plan.exercise->id}, {"variants", variants}, {"deviations", deviations}});
  }
  return {{"schema", "hangtime/verify/1"},    {"course", session.course.id},         {"seed", session.seed},
          {"ok", verification.as_promised()}, {"complete", verification.complete()}, {"exercises", exercises}};
}

}  // namespace

int verify_command(const GlobalOptions& globals, Console& console, const Interruption& interruption) {
  const Session session = open_session(globals);
  Workshop workshop(session.toolchain, interruption, session.grading_options(globals));
  Verification verification = plan(session);
  grade_variants(verification, workshop, console);
  interruption.throw_if_requested();
  if (globals.json) {
    console.out << to_json(verification, session).dump(2, ' ', false, json::error_handler_t::replace) << '\n';
  } else {
    print(verification, console);
  }
  if (!verification.complete()) return kExitInfrastructure;
  return verification.as_promised() ? kExitDone : kExitNotPassed;
}

}  // namespace grader
