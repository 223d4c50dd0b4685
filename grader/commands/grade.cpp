#include <algorithm>
#include <chrono>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/assess.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/isolation.hpp"
#include "grader/commands/out_file.hpp"
#include "grader/commands/report_facts.hpp"
#include "grader/commands/verdict_cache.hpp"
#include "grader/report/report.hpp"
#include "grader/report/terminal.hpp"
#include "grader/report/write.hpp"

namespace grader {
namespace {

void show(const ReportJson& report, bool json, bool instructor, Console& console) {
  if (json) {
    console.out << to_text(report);
  } else {
    console.out << render_report(report, {.colour = console.colour, .width = console.width, .instructor = instructor});
  }
}

// What broke in the tool is part of the rendered report; whoever reads JSON or only a file still gets a sentence.
void show_problems(const Assessment& assessment, Console& console) {
  for (const std::string& problem : assessment.problems) console.err << "grader: " << neutralise(problem) << '\n';
}

bool nothing_started(const CourseScore& score) {
  return std::ranges::all_of(score.exercises,
                             [](const ExerciseScore& one) { return one.status == ExerciseStatus::kNotStarted; });
}

}  // namespace

int grade_command(const GlobalOptions& globals, const GradeOptions& options, Console& console,
                  const Interruption& interruption) {
  const auto started = std::chrono::system_clock::now();
  const Submission submission(options.submission);
  if (options.out) require_writable(*options.out);
  const Session session = open_session(globals);
  require_gradable(session);
  const IsolationChoice isolation = choose_isolation(session, globals, sandbox::Level::kB);
  require_official(isolation);
  Workshop workshop(session.toolchain, interruption, session.grading_options(globals, isolation.isolation.confinement));
  const Assessment assessment = assess(session, workshop, submission, {}, console);
  const ReportJson report =
      make_report(assessment.score, facts_about(session, submission, assessment, isolation, started));
  if (options.out) write_whole(*options.out, to_text(report));
  const bool to_stdout = options.out && *options.out == "-";
  if (!to_stdout) show(report, globals.json, true, console);
  if (globals.json || to_stdout) show_problems(assessment, console);
  if (nothing_started(assessment.score)) {
    console.err << "grader: nothing was found in " << neutralise(options.submission.string())
                << "; a submission holds folders such as " << session.selected.front()->id << "/ with "
                << session.selected.front()->edit.front() << " in them\n";
  }
  return exit_code(assessment.score, options.required_percent);
}

int check_command(const GlobalOptions& globals, const CheckOptions& options, Console& console,
                  const Interruption& interruption) {
  const auto started = std::chrono::system_clock::now();
  const Session session = open_session(globals);
  require_gradable(session);
  const Submission submission(session.root / "exercises");
  const IsolationChoice isolation = choose_isolation(session, globals, sandbox::Level::kC);
  require_official(isolation);
  warn_when_open(isolation, console);
  Workshop workshop(session.toolchain, interruption, session.grading_options(globals, isolation.isolation.confinement));
  const VerdictCache cache(session.cache_folder(), session.toolchain);
  // A seed that was asked for must be used, whatever is known from another one.
  const bool recall = !options.fresh && !globals.seed;
  const Assessment assessment = assess(session, workshop, submission, {.cache = &cache, .recall = recall}, console);
  show(make_report(assessment.score, facts_about(session, submission, assessment, isolation, started)), globals.json,
       false, console);
  if (globals.json) show_problems(assessment, console);
  if (!assessment.score.complete) return kExitInfrastructure;
  return assessment.score.all_passed() ? kExitDone : kExitNotPassed;
}

}  // namespace grader
