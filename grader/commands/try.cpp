#include <algorithm>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/checking.hpp"
#include "grader/commands/commands.hpp"
#include "grader/report/terminal.hpp"
#include "grader/rubric/rubric.hpp"
#include "mock_server/fault_list.hpp"

namespace grader {
namespace {

std::string exercises_to_try(const Session& session) {
  std::string names;
  for (const Exercise& exercise : session.course.exercises) {
    if (has_tryout(parts_of(session.toolchain, exercise.id))) names += (names.empty() ? "" : ", ") + exercise.id;
  }
  return names.empty() ? "none of this course" : names;
}

std::string shown_faults(const TryOptions& options) {
  std::string text;
  for (const std::string& fault : options.faults) text += (text.empty() ? "" : ", then ") + fault;
  return text.empty() ? "ok" : text;
}

}  // namespace

int try_command(const GlobalOptions& globals, const TryOptions& options, Console& console,
                const Interruption& interruption) {
  if (options.list) {
    console.out << mock_server::list_of_faults();
    return kExitDone;
  }
  if (globals.exercises.empty()) throw UsageError("say which exercise to try, such as 'grader try 01 --fault hang'");
  const nlohmann::json tryout = tryout_json(options);
  Checking checking(globals, console);
  const Session& session = checking.session();
  const Exercise& exercise = *session.selected.front();
  if (!has_tryout(parts_of(session.toolchain, exercise.id))) {
    throw UsageError(exercise.id + " sends no requests of its own, so there is no fault to try; you can try " +
                     exercises_to_try(session));
  }
  const Tried tried = checking.try_out(exercise, tryout.dump(), interruption);
  if (tried.product.problem.empty() && !tried.product.can_run()) {
    const ExerciseScore none = score(exercise, tried.product.build, RunRecord{});
    console.out << render_exercise(exercise_report(none), {.colour = console.colour, .width = console.width});
    return kExitNotPassed;
  }
  const std::string problem = tried.product.problem.empty() ? tried.run.problem : tried.product.problem;
  if (!problem.empty()) throw InfrastructureError(problem);
  const TestResult& result = tried.run.record.tests.front();
  if (globals.json) {
    console.out << to_text(test_report(result));
  } else {
    console.out << render_tryout(exercise.id + "  " + exercise.title, shown_faults(options), test_report(result),
                                 {.colour = console.colour, .width = console.width});
  }
  return kExitDone;
}

}  // namespace grader
