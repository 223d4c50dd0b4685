#include <chrono>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/assess.hpp"
#include "grader/commands/changed_files.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/isolation.hpp"
#include "grader/commands/live_page.hpp"
#include "grader/commands/report_facts.hpp"
#include "grader/commands/verdict_cache.hpp"
#include "grader/report/report.hpp"

namespace grader {
namespace {

using std::chrono::system_clock;

// One line per check, for the terminal or for programs.
void tell(const ReportJson& report, bool json, Console& console) {
  const ReportJson& score = report.at("score");
  if (json) {
    console.out << ReportJson{{"event", "verdict"}, {"started", report.at("started")}, {"score", score}}.dump()
                << std::endl;
  } else {
    console.out << report.at("started").get<std::string>() << "  " << score.at("earned") << " of "
                << score.at("possible") << " points" << std::endl;
  }
}

void tell_where(const std::string& url, bool json, Console& console) {
  if (json) {
    console.out << ReportJson{{"event", "serving"}, {"url", url}}.dump() << std::endl;
  } else {
    console.out << "Open " << url << "\nThe page changes by itself when you save; Ctrl-C ends it." << std::endl;
  }
}

}  // namespace

int serve_command(const GlobalOptions& globals, const ServeOptions& options, Console& console,
                  const Interruption& interruption) {
  const Session session = open_session(globals);
  require_gradable(session);
  const std::filesystem::path folder = session.root / "exercises";
  const Submission submission(folder);
  const IsolationChoice isolation = choose_isolation(session, globals, sandbox::Level::kC);
  require_official(isolation);
  warn_when_open(isolation, console);
  const VerdictCache cache(session.cache_folder(), session.toolchain);
  ChangedFiles files(files_of_student(folder, session.selected));
  LivePage page(options.port);
  tell_where(page.url(), globals.json, console);
  try {
    do {
      files.remember();
      page.say("Checking …");
      const auto started = system_clock::now();
      Workshop workshop(session.toolchain, interruption,
                        session.grading_options(globals, isolation.isolation.confinement));
      const Assessment assessment =
          assess(session, workshop, submission, {.cache = &cache, .recall = !globals.seed}, console);
      const ReportJson report =
          make_report(assessment.score, facts_about(session, submission, assessment, isolation, started));
      page.publish(report);
      page.say("Checked at " + report.at("started").get<std::string>() + "; save a file to check again.");
      tell(report, globals.json, console);
      for (const std::string& problem : assessment.problems) console.err << "grader: " << neutralise(problem) << '\n';
    } while (files.wait(interruption));
  } catch (const Interrupted&) {
    // As good a moment to stop as any other: nothing is half done.
  }
  return kExitInterrupted;
}

}  // namespace grader
