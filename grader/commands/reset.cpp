#include <unistd.h>

#include <iostream>
#include <string>
#include <system_error>
#include <vector>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/what_next.hpp"
#include "grader/course/stubs.hpp"
#include "grader/report/write.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

// Gives `file` a second name that nothing has yet: timeout.cpp.kept, timeout.cpp.kept.2, …
// The name that a student uses never stands for nothing: it is replaced when the stub takes it.
fs::path keep_copy(const fs::path& file) {
  for (int number = 1; number < 10'000; ++number) {
    const fs::path copy = file.string() + ".kept" + (number == 1 ? "" : "." + std::to_string(number));
    std::error_code error;
    if (fs::exists(fs::symlink_status(copy, error))) continue;
    if (!fs::copy_file(file, copy, fs::copy_options::none, error) || error)
      throw WriteError("cannot keep a copy as " + copy.string() + ": " + error.message() + "; nothing was changed");
    return copy;
  }
  throw WriteError("there are too many copies beside " + file.string() + "; move them away");
}

bool agrees(Console& console, const Exercise& exercise) {
  if (::isatty(STDIN_FILENO) != 1)
    throw UsageError("reset asks before it changes anything, and there is no terminal to ask on; say --yes");
  console.out << "Put " << file_to_edit(exercise)
              << " back as the course gave it? Your version is kept beside it. [y/N] " << std::flush;
  std::string answer;
  std::getline(std::cin, answer);
  return answer == "y" || answer == "Y" || answer == "yes";
}

}  // namespace

int reset_command(const GlobalOptions& globals, const ResetOptions& options, Console& console) {
  const Session session = open_session(globals);
  const Exercise& exercise = *session.selected.front();
  const Stubs stubs = load_stubs(session.root / "exercises");
  const auto stub = stubs.find(exercise.id);
  if (stub == stubs.end()) throw UsageError("the course keeps no stub of " + exercise.id);
  const Stub now = files_of(exercise);
  std::vector<std::string> changed;
  for (const auto& [name, text] : stub->second) {
    const auto here = now.find(name);
    if (here == now.end() || here->second != text) changed.push_back(name);
  }
  if (changed.empty()) {
    console.out << exercise.id << " is as the course gave it; there is nothing to put back.\n";
    return kExitDone;
  }
  if (!options.yes && !agrees(console, exercise)) {
    console.out << "nothing was changed\n";
    return kExitNotPassed;
  }
  for (const std::string& name : changed) {
    const fs::path file = exercise.folder / name;
    const bool is_there = now.contains(name);
    const std::string kept = is_there ? keep_copy(file).filename().string() : "";
    write_whole(file, stub->second.at(name));
    console.out << "exercises/" << exercise.id << '/' << name << " is as the course gave it"
                << (kept.empty() ? "" : "; yours is kept as " + neutralise(kept)) << '\n';
  }
  return kExitDone;
}

int stubs_command(const GlobalOptions& globals, const StubsOptions& options, Console& console) {
  const Session session = open_session(globals);
  const fs::path exercises = session.root / "exercises";
  const Stubs now = files_of(session.course);
  if (options.update) {
    write_whole(stubs_file(exercises), to_text(now));
    console.out << "wrote " << stubs_file(exercises).string() << '\n';
    return kExitDone;
  }
  const Stubs kept = load_stubs(exercises);
  int code = kExitDone;
  for (const Exercise& exercise : session.course.exercises) {
    const auto found = kept.find(exercise.id);
    if (found != kept.end() && found->second == now.at(exercise.id)) continue;
    console.out << exercise.id << (found == kept.end() ? " is not kept" : " differs from what is kept") << '\n';
    code = kExitNotPassed;
  }
  console.out << (code == kExitDone ? "every exercise's files are as stubs.json keeps them\n"
                                    : "when these are the stubs: grader stubs --update\n");
  return code;
}

}  // namespace grader
