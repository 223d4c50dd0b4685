// Theory of operation. Mutants test the hidden tests: each is the reference with one small change, and is graded as a
// student's file would be, under limits that fit programs of which many spin. The mutants of all exercises form one
// list, so that compilers and tests are kept busy. The reference itself goes first in it: where it does not pass, what
// catches a mutant says nothing.
#include <algorithm>
#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/elapsed.hpp"
#include "grader/commands/isolation.hpp"
#include "grader/commands/mutants_view.hpp"
#include "grader/commands/mutation_tally.hpp"
#include "grader/commands/verify_judge.hpp"
#include "grader/commands/verify_plan.hpp"
#include "grader/course/problem.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using std::chrono::milliseconds;

// A reference uses a hundredth of them; a mutant that spins costs three seconds of processor time.
constexpr milliseconds kTestCpu{1'000};
constexpr milliseconds kTestWall{10'000};
constexpr std::size_t kMostTimeouts = 3;

constexpr std::size_t kReference = static_cast<std::size_t>(-1);

/// One exercise, with what its mutants are made of.
struct Subject {
  Exercise exercise;  ///< a copy under the limits for mutants
  Variant reference;
};

struct Work {
  std::vector<Subject> subjects;
  std::vector<MutationResult> results;  ///< as `subjects`
};

void read_equivalents_of(MutationResult& result, const fs::path& root) {
  result.equivalents_file = "solutions/" + result.exercise->id + "/mutants.json";
  std::ifstream in(root / result.equivalents_file, std::ios::binary);
  if (!in) return;
  const std::string text{std::istreambuf_iterator<char>(in), {}};
  std::vector<Problem> problems;
  result.equivalents = mutation::read_equivalents(result.equivalents_file, text, problems);
  for (const Problem& problem : problems) {
    Deviation deviation;
    deviation.file = problem.file;
    deviation.line = problem.line;
    deviation.message = neutralise(problem.message);
    result.deviations.push_back(std::move(deviation));
  }
}

void choose_mutants(MutationResult& result, const std::string& source, const VerifyOptions& options,
                    std::uint64_t seed) {
  std::vector<mutation::Mutant> all = mutation::mutate(source);
  const std::size_t count = options.sample.value_or(all.size());
  result.sampled = count < all.size();
  for (const std::size_t i : sample(all.size(), count, seed)) result.mutants.push_back(std::move(all[i]));
  result.verdicts.resize(result.mutants.size());
}

void add_exercise(Work& work, const Exercise& exercise, const Session& session, const VerifyOptions& options) {
  Subject subject{.exercise = exercise, .reference = {}};
  subject.exercise.limits.test_cpu = std::min(subject.exercise.limits.test_cpu, kTestCpu);
  subject.exercise.limits.test_wall = std::min(subject.exercise.limits.test_wall, kTestWall);
  MutationResult result;
  result.exercise = &exercise;
  result.file = "solutions/" + exercise.id + "/" + exercise.edit.front();
  if (!exercise.is_compiled()) {
    result.skipped = exercise.edit.front() + " is no C++ source";
  } else {
    ExercisePlan plan = plan_verification(session.root, exercise);
    const auto reference = std::ranges::find(plan.variants, Variant::Role::kReference, &Variant::role);
    if (reference == plan.variants.end()) {
      result.deviations.push_back({result.file, 0, "", "", "there is no reference to change"});
    } else {
      subject.reference = std::move(*reference);
      read_equivalents_of(result, session.root);
      choose_mutants(result, subject.reference.intake.files.front().content, options, session.seed);
    }
  }
  work.subjects.push_back(std::move(subject));
  work.results.push_back(std::move(result));
}

void grade_reference(const Subject& subject, MutationResult& result, Workshop& workshop) {
  const Evidence evidence = workshop.gather(subject.exercise, subject.reference.intake);
  const ExerciseScore scored = score(subject.exercise, evidence.build, evidence.run);
  result.complete = scored.complete;
  const auto more = judge(subject.reference, scored);
  result.deviations.insert(result.deviations.end(), more.begin(), more.end());
}

void grade_all(Work& work, Workshop& workshop, Console& console) {
  std::vector<std::pair<std::size_t, std::size_t>> all;
  for (std::size_t i = 0; i < work.results.size(); ++i) {
    if (work.results[i].mutants.empty()) continue;
    all.emplace_back(i, kReference);
    for (std::size_t k = 0; k < work.results[i].mutants.size(); ++k) all.emplace_back(i, k);
  }
  ProgressLine progress(console, all.size());
  for_each_in_parallel(all.size(), workshop.useful_callers(), [&](std::size_t n) {
    const auto [i, k] = all[n];
    const Subject& subject = work.subjects[i];
    MutationResult& result = work.results[i];
    progress.begin(result.file + (k == kReference ? "" : ":" + std::to_string(result.mutants[k].line)));
    if (k == kReference) {
      grade_reference(subject, result, workshop);
    } else {
      Intake intake = subject.reference.intake;
      intake.files.front().content = result.mutants[k].text;
      const Evidence evidence = workshop.gather(subject.exercise, intake);
      result.verdicts[k] = judge_mutant(score(subject.exercise, evidence.build, evidence.run));
    }
    progress.end();
  });
}

}  // namespace

int verify_mutants_command(const GlobalOptions& globals, const VerifyOptions& options, Console& console,
                           const Interruption& interruption) {
  const Stopwatch watch;
  const Session session = open_session(globals);
  require_gradable(session);
  const IsolationChoice isolation = choose_isolation(session, globals, sandbox::Level::kC);
  require_official(isolation);
  GradingOptions grading = session.grading_options(globals, isolation.isolation.confinement);
  grading.most_timeouts = kMostTimeouts;
  Workshop workshop(session.toolchain, interruption, grading);
  Work work;
  work.subjects.reserve(session.selected.size());
  for (const Exercise* exercise : session.selected) add_exercise(work, *exercise, session, options);
  grade_all(work, workshop, console);
  interruption.throw_if_requested();
  const MutationReport report(std::move(work.results), options.rate, watch.elapsed());
  if (globals.json) {
    console.out << to_json(report, session).dump(2, ' ', false, json::error_handler_t::replace) << '\n';
  } else {
    print(report, console);
  }
  if (!report.complete()) return kExitInfrastructure;
  return report.good_enough() ? kExitDone : kExitNotPassed;
}

}  // namespace grader
