// Theory of operation. Verify tests the tests: every text whose score is known beforehand (stub, reference, right and
// wrong solutions) goes through the very machinery that grades students, and each deviation from what is known is
// shown. All variants of all exercises form one list, so that compilers and tests are kept busy across exercises.
// Each variant is built once and tested as often as asked for, each time with another seed.
#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <string>
#include <thread>
#include <vector>

#include "grader/build/errors.hpp"
#include "grader/commands/busy_processes.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/elapsed.hpp"
#include "grader/commands/isolation.hpp"
#include "grader/commands/verification.hpp"
#include "grader/commands/verify_judge.hpp"
#include "grader/commands/verify_repeat.hpp"

namespace grader {
namespace {

using nlohmann::json;

// Each test place costs the memory of a few programs under sanitizers.
constexpr unsigned kMostTestsUnderLoad = 32;
constexpr unsigned kMostCompilersUnderLoad = 4;

unsigned cores() { return std::max(1U, std::thread::hardware_concurrency()); }

Verification plan(const Session& session, const VerifyOptions& options) {
  Verification verification;
  verification.only = options.only;
  verification.repeat = options.repeat;
  verification.busy_processes = options.load * cores();
  for (const Exercise* exercise : session.selected) {
    ExercisePlan plan = plan_verification(session.root, *exercise);
    const auto more = compare_with_tests(*exercise, load_test_list(parts_of(session.toolchain, exercise->id)));
    plan.deviations.insert(plan.deviations.end(), more.begin(), more.end());
    std::erase_if(plan.variants, [&](const Variant& variant) { return !verification.asks_for(variant.role); });
    verification.outcomes.emplace_back(plan.variants.size());
    verification.plans.push_back(std::move(plan));
  }
  return verification;
}

// On a machine made busy, our own processes get one share of many; more of them at a time get more shares.
GradingOptions options_under_load(GradingOptions options, unsigned load) {
  if (load == 0) return options;
  const unsigned compilers = options.jobs > 0 ? options.jobs : cores();
  options.tests = std::min(2 * compilers * (1 + load), std::max(2 * compilers, kMostTestsUnderLoad));
  options.jobs = std::max(compilers, kMostCompilersUnderLoad);
  return options;
}

std::vector<ExerciseScore> score_runs(const Exercise& exercise, const Product& product, Workshop& workshop,
                                      unsigned repeat) {
  if (!product.can_run()) return {score(exercise, product.build, {})};
  std::vector<ExerciseScore> scores(repeat);
  for_each_in_parallel(repeat, std::min(repeat, workshop.tests_at_once()), [&](std::size_t i) {
    scores[i] = score(exercise, product.build, workshop.test(exercise, product, workshop.seed() + i).record);
  });
  return scores;
}

Outcome grade(const Exercise& exercise, const Variant& variant, Workshop& workshop, unsigned repeat) {
  std::vector<ExerciseScore> scores = score_runs(exercise, workshop.build(exercise, variant.intake), workshop, repeat);
  Outcome outcome;
  outcome.gradings = scores.size();
  outcome.complete = std::ranges::all_of(scores, &ExerciseScore::complete);
  outcome.deviations = judge(variant, scores.front());
  const auto more = compare_runs(variant.file, scores, workshop.seed());
  outcome.deviations.insert(outcome.deviations.end(), more.begin(), more.end());
  outcome.score = std::move(scores.front());
  return outcome;
}

void grade_variants(Verification& verification, Workshop& workshop, Console& console) {
  std::vector<std::pair<std::size_t, std::size_t>> all;
  for (std::size_t i = 0; i < verification.plans.size(); ++i) {
    for (std::size_t k = 0; k < verification.plans[i].variants.size(); ++k) all.emplace_back(i, k);
  }
  ProgressLine progress(console, all.size());
  const unsigned callers =
      workshop.compilers() + (workshop.tests_at_once() + verification.repeat - 1) / verification.repeat;
  for_each_in_parallel(all.size(), callers, [&](std::size_t n) {
    const auto [i, k] = all[n];
    const Variant& variant = verification.plans[i].variants[k];
    progress.begin(variant.file);
    verification.outcomes[i][k] = grade(*verification.plans[i].exercise, variant, workshop, verification.repeat);
    progress.end();
  });
}

void stop(BusyProcesses& busy, Verification& verification) {
  try {
    verification.busy_cpu = std::chrono::duration_cast<std::chrono::milliseconds>(busy.stop());
  } catch (const InfrastructureError& error) {
    verification.load_problem = error.what();
  }
}

}  // namespace

int verify_command(const GlobalOptions& globals, const VerifyOptions& options, Console& console,
                   const Interruption& interruption) {
  const Stopwatch watch;
  const Session session = open_session(globals);
  Verification verification = plan(session, options);
  const IsolationChoice isolation = choose_isolation(session, globals, sandbox::Level::kC);
  require_official(isolation);
  BusyProcesses busy(verification.busy_processes);
  Workshop workshop(
      session.toolchain, interruption,
      options_under_load(session.grading_options(globals, isolation.isolation.confinement), options.load));
  grade_variants(verification, workshop, console);
  interruption.throw_if_requested();
  stop(busy, verification);
  verification.elapsed = watch.elapsed();
  if (globals.json) {
    console.out << to_json(verification, session).dump(2, ' ', false, json::error_handler_t::replace) << '\n';
  } else {
    print(verification, console);
  }
  if (!verification.load_problem.empty()) console.err << "grader: " << verification.load_problem << '\n';
  if (!verification.complete()) return kExitInfrastructure;
  return verification.as_promised() ? kExitDone : kExitNotPassed;
}

}  // namespace grader
