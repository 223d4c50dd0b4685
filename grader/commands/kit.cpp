#include "grader/kit/kit.hpp"

#include <algorithm>
#include <system_error>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/commands.hpp"
#include "grader/report/write.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kLeaksShown = 20;
constexpr std::size_t kTextShown = 200;

std::string place_of(const Leak& leak) {
  return neutralise(leak.file) + (leak.line == 0 ? "" : ":" + std::to_string(leak.line));
}

std::string plural(std::size_t count, const std::string& thing) {
  return std::to_string(count) + " " + thing + (count == 1 ? "" : "s");
}

std::string megabytes(std::uint64_t bytes) {
  const std::uint64_t tenths = (bytes + 50'000) / 100'000;
  return std::to_string(tenths / 10) + "." + std::to_string(tenths % 10) + " MB";
}

void complain(const Kit& kit, Console& console) {
  console.err << "grader: no kit was made, as it would give solutions away:\n";
  for (std::size_t i = 0; i < std::min(kit.leaks.size(), kLeaksShown); ++i) {
    const Leak& leak = kit.leaks[i];
    console.err << "  " << place_of(leak) << " has " << neutralise(leak.source) << "\n      "
                << cut_text(neutralise(leak.text), kTextShown) << '\n';
  }
  if (kit.leaks.size() > kLeaksShown) console.err << "  and " << kit.leaks.size() - kLeaksShown << " more\n";
  console.err
      << "Take these texts out of what students get. What an assertion in a hidden test compares becomes a text "
         "of its program: compute it before the assertion. See docs/handing-out.md.\n";
}

ReportJson to_json(const Kit& kit, const Session& session, const fs::path& out) {
  ReportJson leaks = ReportJson::array();
  for (const Leak& leak : kit.leaks)
    leaks.push_back({{"file", leak.file}, {"line", leak.line}, {"source", leak.source}, {"text", leak.text}});
  ReportJson exercises = ReportJson::array();
  for (const Exercise* exercise : session.selected) exercises.push_back(exercise->id);
  return {{"made", kit.leaks.empty()},
          {"folder", kit.leaks.empty() ? ReportJson(out.string()) : ReportJson()},
          {"exercises", exercises},
          {"files", kit.files},
          {"bytes", kit.bytes},
          {"digest", kit.digest},
          {"searched_for", {{"lines", kit.lines}, {"names", kit.names}}},
          {"leaks", leaks}};
}

fs::path folder_of_programs() {
  std::error_code error;
  const fs::path self = fs::read_symlink("/proc/self/exe", error);
  if (error) throw InfrastructureError("cannot find my own program file: /proc/self/exe: " + error.message());
  return self.parent_path();
}

}  // namespace

int kit_command(const GlobalOptions& globals, const KitOptions& options, Console& console,
                const Interruption& interruption) {
  const Session session = open_session(globals);
  require_gradable(session);
  const Kit kit = make_kit({.toolchain = session.toolchain,
                            .course = session.course,
                            .root = session.root,
                            .exercises = session.selected,
                            .programs = folder_of_programs(),
                            .version = HANGTIME_VERSION},
                           options.out, interruption);
  if (globals.json) {
    console.out << to_text(to_json(kit, session, fs::absolute(options.out).lexically_normal()));
  } else if (kit.leaks.empty()) {
    console.out << neutralise(options.out.string()) << ": " << plural(session.selected.size(), "exercise") << ", "
                << plural(kit.files, "file") << ", " << megabytes(kit.bytes) << '\n'
                << "None of " << plural(kit.lines, "line") << " and " << plural(kit.names, "name")
                << " that solutions/ withholds is in it.\n"
                << "Hand out the whole folder; its README.md tells students how to begin.\n";
  }
  if (kit.leaks.empty()) return kExitDone;
  complain(kit, console);
  return kExitNotPassed;
}

}  // namespace grader
