#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/checking.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/live_page.hpp"
#include "grader/commands/student_files.hpp"

namespace grader {
namespace {

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
  Checking checking(globals, console);
  const std::vector<const Exercise*> exercises = checking.session().selected;
  FolderWatch folders(folders_of(exercises));
  LivePage page(options.port);
  tell_where(page.url(), globals.json, console);
  try {
    do {
      page.say("Checking …");
      const Checked checked = checking.check(exercises, false, interruption, console);
      page.publish(checked.report);
      page.say("Checked at " + checked.report.at("started").get<std::string>() + "; save a file to check again.");
      tell(checked.report, globals.json, console);
      for (const std::string& problem : checked.assessment.problems)
        console.err << "grader: " << neutralise(problem) << '\n';
    } while (wait_for_save(folders, exercises, interruption));
  } catch (const Interrupted&) {
    // As good a moment to stop as any other: nothing is half done.
  }
  return kExitInterrupted;
}

}  // namespace grader
