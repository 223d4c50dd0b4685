#include <algorithm>
#include <charconv>
#include <fstream>
#include <iterator>

#include "grader/build/errors.hpp"
#include "grader/build/text.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/verdict_cache.hpp"
#include "grader/report/companion_prompt.hpp"
#include "grader/report/report.hpp"
#include "grader/report/write.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {
namespace {

std::string read_file(const std::filesystem::path& path) {
  std::ifstream in(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(in), {}};
}

std::string rows_of(const Exercise& exercise) {
  std::string rows;
  for (const Criterion& row : exercise.criteria) rows += (rows.empty() ? "" : ", ") + row.id;
  return rows;
}

// A row by its id or by its number, counted from 1 as the tasks are.
std::optional<std::size_t> find_row(const Exercise& exercise, const std::string& name) {
  if (name.empty()) return std::nullopt;
  const auto& rows = exercise.criteria;
  const auto named = std::ranges::find(rows, name, &Criterion::id);
  if (named != rows.end()) return static_cast<std::size_t>(named - rows.begin());
  std::size_t number = 0;
  const auto [end, error] = std::from_chars(name.data(), name.data() + name.size(), number);
  if (error == std::errc() && end == name.data() + name.size() && number >= 1 && number <= rows.size())
    return number - 1;
  throw UsageError(exercise.id + " has no row \"" + neutralise(name) + "\"; its rows, from 1 on: " + rows_of(exercise));
}

std::vector<PromptFile> contract_of(const Exercise& exercise) {
  std::vector<PromptFile> files;
  for (const std::string& name : exercise.read) {
    if (std::string text = read_file(exercise.folder / name); !text.empty()) files.push_back({name, std::move(text)});
  }
  return files;
}

std::vector<PromptFile> work_of(const Exercise& exercise, const Intake& intake) {
  if (intake.status == Intake::Status::kRefused) throw UsageError(intake.message);
  if (intake.status == Intake::Status::kGraderError) throw InfrastructureError(intake.message);
  std::vector<PromptFile> files;
  for (const SourceFile& file : intake.files) {
    if (std::ranges::find(exercise.edit, file.name) != exercise.edit.end()) files.push_back({file.name, file.content});
  }
  return files;
}

std::string next_step(const Exercise& exercise, const std::optional<ExerciseScore>& result) {
  const std::string check = "./hangtime check " + exercise.id.substr(0, 2);
  if (!result) return "nothing is known of these files yet; " + check + " first, and the prompt names what fails";
  if (result->status == ExerciseStatus::kPassed)
    return exercise.id + " passes every row; the question is about what lies beyond";
  return "";
}

}  // namespace

int ask_command(const GlobalOptions& globals, const AskOptions& options, Console& console) {
  const Session session = open_session(globals);
  const Exercise& exercise = *session.selected.front();
  const Submission submission(session.root / "exercises");
  const Intake intake = submission.take(exercise);
  PromptFacts facts{.course = &session.course,
                    .exercise = &exercise,
                    .task = read_file(exercise.folder / "README.md"),
                    .contract = contract_of(exercise),
                    .work = work_of(exercise, intake),
                    .score = nullptr,
                    .row = find_row(exercise, options.row)};
  if (facts.task.empty()) throw UsageError(exercise.id + " has no README.md");

  const VerdictCache cache(session.cache_folder(), session.toolchain);
  std::optional<ExerciseScore> result;
  if (const auto evidence = cache.find(exercise, intake)) result = score(exercise, evidence->build, evidence->run);
  if (result) facts.score = &*result;

  const CompanionPrompt prompt = write_companion_prompt(facts);
  if (globals.json) {
    ReportJson json = {
        {"exercise", exercise.id}, {"row", nullptr}, {"checked", result.has_value()}, {"prompt", prompt.text}};
    if (prompt.row) json["row"] = exercise.criteria[*prompt.row].id;
    console.out << to_text(json);
  } else {
    console.out << prompt.text;
  }
  // Apart from the prompt, which may go straight to another program.
  if (const std::string step = next_step(exercise, result); !step.empty()) console.err << "grader: " << step << '\n';
  return kExitDone;
}

}  // namespace grader
