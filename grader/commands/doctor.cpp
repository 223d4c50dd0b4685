#include <algorithm>
#include <string>
#include <vector>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/installation.hpp"
#include "grader/commands/isolation.hpp"
#include "grader/report/write.hpp"

namespace grader {
namespace {

using sandbox::Rung;

std::string padded(std::string_view text, std::size_t width) {
  std::string line(text);
  line.resize(std::max(width, line.size()), ' ');
  return line;
}

void show_rung(const Rung& rung, Console& console) {
  const bool holds = rung.refused.empty();
  console.out << (holds ? "✓ " : "✗ ") << padded(sandbox::to_string(rung.level), 3)
              << padded(sandbox::name_of(rung.level), 31) << (holds ? "holds" : neutralise(rung.refused)) << '\n';
}

void show_canary(const sandbox::CanaryResult& canary, Console& console) {
  console.out << "\nWhat a hostile program could do at this level\n";
  for (const std::string& name : canary.tried) {
    const bool open = std::ranges::find(canary.open, name) != canary.open.end();
    console.out << (open ? "✗ " : "✓ ") << padded(name, 34) << (open ? "possible" : "stopped") << '\n';
  }
}

void show_installation(const std::vector<InstallationCheck>& checks, Console& console) {
  console.out << "Installation\n";
  for (const InstallationCheck& check : checks) {
    console.out << (check.ok ? "✓ " : "✗ ") << padded(check.name, 20) << neutralise(check.detail) << '\n';
    if (!check.ok) console.out << "  " << padded("fix", 20) << neutralise(check.fix) << '\n';
  }
  console.out << '\n';
}

ReportJson installation_json(const std::vector<InstallationCheck>& checks) {
  ReportJson list = ReportJson::array();
  for (const InstallationCheck& check : checks) {
    list.push_back({{"name", check.name}, {"ok", check.ok}, {"detail", check.detail}, {"fix", check.fix}});
  }
  return list;
}

ReportJson rungs_json(const sandbox::Isolation& isolation) {
  ReportJson rungs = ReportJson::array();
  for (const Rung& rung : isolation.rungs) {
    rungs.push_back({{"level", std::string(sandbox::to_string(rung.level))},
                     {"name", std::string(sandbox::name_of(rung.level))},
                     {"holds", rung.refused.empty()},
                     {"why_not", rung.refused},
                     {"tried", rung.canary.tried},
                     {"open", rung.canary.open}});
  }
  return rungs;
}

}  // namespace

int doctor_command(const GlobalOptions& globals, Console& console, const Interruption& interruption) {
  const Session session = open_session(globals);
  const std::vector<InstallationCheck> installation = check_installation(session, interruption);
  const IsolationChoice choice = choose_isolation(session, globals, sandbox::Level::kB);
  if (globals.json) {
    ReportJson report{{"installation", installation_json(installation)}, {"isolation", to_json(choice)}};
    report["isolation"]["rungs"] = rungs_json(choice.isolation);
    console.out << to_text(report);
  } else {
    show_installation(installation, console);
    console.out << "Isolation: a canary tried every level from the highest down, as a student's program would run\n";
    for (const Rung& rung : choice.isolation.rungs) show_rung(rung, console);
    show_canary(choice.isolation.canary, console);
    console.out << '\n'
                << (choice.official()
                        ? "Official grading is possible here.\n"
                        : "Official grading needs level " + std::string(sandbox::to_string(choice.required)) +
                              " or higher. A student's own check works all the same.\n");
  }
  const bool installed = std::ranges::all_of(installation, &InstallationCheck::ok);
  return installed && choice.official() ? kExitDone : kExitNotPassed;
}

}  // namespace grader
