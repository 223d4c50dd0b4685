#include <algorithm>
#include <fstream>
#include <iterator>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/student_state.hpp"
#include "grader/commands/verdict_cache.hpp"
#include "grader/course/hints.hpp"
#include "grader/report/page.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

const Exercise& only_exercise(const Session& session) { return *session.selected.front(); }

// The rows that the last check of these very files saw failing; all of them when nothing is known.
std::vector<bool> rows_to_help_with(const Session& session, const Exercise& exercise) {
  std::vector<bool> wanted(exercise.criteria.size(), true);
  const Submission submission(session.root / "exercises");
  const VerdictCache cache(session.cache_folder(), session.toolchain);
  const auto evidence = cache.find(exercise, submission.take(exercise));
  if (!evidence) return wanted;
  const ExerciseScore result = score(exercise, evidence->build, evidence->run);
  if (result.status == ExerciseStatus::kBuildFailed || result.status == ExerciseStatus::kNotStarted) return wanted;
  for (std::size_t i = 0; i < wanted.size() && i < result.criteria.size(); ++i)
    wanted[i] = result.criteria[i].status != CriterionStatus::kPassed;
  return wanted;
}

// The first row that needs help and has a hint left; the first that needs help when there is none.
std::optional<std::size_t> next_row(const Exercise& exercise, const std::vector<HintSection>& sections,
                                    const std::vector<bool>& wanted, std::map<std::string, int>& shown) {
  std::optional<std::size_t> first;
  for (std::size_t i = 0; i < sections.size() && i < exercise.criteria.size(); ++i) {
    if (!wanted[i]) continue;
    if (!first) first = i;
    if (shown[exercise.criteria[i].id] < static_cast<int>(sections[i].steps.size())) return i;
  }
  return first;
}

// From the exercise's folder, which is where the file lies, to where the student stands.
std::string with_paths_from_the_root(std::string text) {
  for (std::size_t at = 0; (at = text.find("`../", at)) != std::string::npos;)
    text.replace(at, std::string_view("`../").size(), "`exercises/");
  return text;
}

}  // namespace

int hint_command(const GlobalOptions& globals, Console& console) {
  const Session session = open_session(globals);
  const Exercise& exercise = only_exercise(session);
  const std::vector<HintSection> sections = parse_hints(read_file(exercise.folder / "hints.md"));
  if (sections.empty()) throw UsageError(exercise.id + " has no hints");
  const std::filesystem::path folder = session.root / "exercises";
  std::string notice;
  StudentState state = load_state(folder, notice);
  if (!notice.empty()) console.err << "grader: " << neutralise(notice) << '\n';
  std::map<std::string, int>& shown = state.hints[exercise.id];
  const auto row = next_row(exercise, sections, rows_to_help_with(session, exercise), shown);
  if (!row) {
    console.out << exercise.id << " passes every row: there is nothing left to hint at.\n";
    return kExitDone;
  }
  const HintSection& section = sections[*row];
  int& count = shown[exercise.criteria[*row].id];
  const auto steps = static_cast<int>(section.steps.size());
  const bool news = count < steps;
  count = std::min(count + 1, steps);

  Page page({.colour = console.colour, .width = console.width});
  page.row("", Colour::kPlain, section.title, exercise.id, Colour::kBold);
  for (int i = 0; i < count; ++i) {
    const bool is_new = news && i + 1 == count;
    page.labelled(std::to_string(i + 1), with_paths_from_the_root(section.steps[static_cast<std::size_t>(i)]),
                  is_new ? Colour::kPlain : Colour::kDim);
  }
  page.blank();
  const int left = steps - count;
  page.line(left > 0 ? std::to_string(left) + " more for this row: ./hangtime hint " + exercise.id.substr(0, 2)
            : news   ? "That was the last one for this row."
                   : "These were all, for every row that does not pass. './hangtime check " + exercise.id.substr(0, 2) +
                         "' shows what happens.",
            0, Colour::kDim);
  console.out << page.take();
  if (news) save_state(folder, state);
  return kExitDone;
}

int show_command(const GlobalOptions& globals, Console& console) {
  const Session session = open_session(globals);
  const Exercise& exercise = only_exercise(session);
  const std::string text = read_file(exercise.folder / "README.md");
  if (text.empty()) throw UsageError(exercise.id + " has no README.md");
  console.out << text;
  return kExitDone;
}

}  // namespace grader
