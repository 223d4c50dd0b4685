#include "grader/report/list.hpp"

#include "grader/build/errors.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/known_verdicts.hpp"

namespace grader {
namespace {

// The last verdicts of `check` on the files as they stand; what has changed since has none.
Progress known_progress(const Session& session) {
  const KnownVerdicts known(session);
  Progress progress;
  for (const Exercise& exercise : session.course.exercises) {
    if (known.find(exercise) != nullptr) progress[exercise.id] = known.score_of(exercise).status;
  }
  return progress;
}

}  // namespace

int list_command(const GlobalOptions& globals, Console& console) {
  const Session session = open_session(globals);
  const Progress progress = known_progress(session);
  if (globals.json) {
    console.out << to_text(list_json(session.course, progress));
  } else {
    console.out << render_list(session.course, progress, {.colour = console.colour, .width = console.width});
  }
  return kExitDone;
}

}  // namespace grader
