#include "grader/commands/what_next.hpp"

#include <algorithm>

namespace grader {
namespace {

const Exercise* first_open(const std::vector<const Exercise*>& exercises, const KnownVerdicts& known, Tier tier) {
  const auto open = std::ranges::find_if(exercises, [&](const Exercise* exercise) {
    return exercise->tier == tier && known.score_of(*exercise).status != ExerciseStatus::kPassed;
  });
  return open == exercises.end() ? nullptr : *open;
}

std::string why(const Exercise& exercise, const KnownVerdicts& known) {
  const bool is_new = known.find(exercise) == nullptr;
  if (is_new && exercise.tier == Tier::kExtension) return "the core exercises pass; this one goes further";
  return why_continue(known.score_of(exercise));
}

}  // namespace

NextStep next_step(const std::vector<const Exercise*>& exercises, const KnownVerdicts& known) {
  const Exercise* exercise = first_open(exercises, known, Tier::kCore);
  if (exercise == nullptr) exercise = first_open(exercises, known, Tier::kExtension);
  if (exercise == nullptr) return {};
  return {exercise, why(*exercise, known)};
}

NextStep next_step(const Course& course, const KnownVerdicts& known) {
  std::vector<const Exercise*> all;
  for (const Exercise& exercise : course.exercises) all.push_back(&exercise);
  return next_step(all, known);
}

std::string file_to_edit(const Exercise& exercise) { return "exercises/" + exercise.id + '/' + exercise.edit.front(); }

}  // namespace grader
