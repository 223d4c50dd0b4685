#include "grader/commands/known_verdicts.hpp"

#include <utility>
#include <vector>

#include "grader/build/intake.hpp"
#include "grader/commands/verdict_cache.hpp"
#include "grader/rubric/rubric.hpp"

namespace grader {

KnownVerdicts::KnownVerdicts(const Session& session) : course_(session.course) {
  const Submission submission(session.root / "exercises");
  const VerdictCache cache(session.cache_folder(), session.toolchain);
  for (const Exercise& exercise : course_.exercises) {
    if (auto evidence = cache.find(exercise, submission.take(exercise)))
      evidence_.emplace(exercise.id, std::move(*evidence));
  }
}

const Evidence* KnownVerdicts::find(const Exercise& exercise) const {
  const auto found = evidence_.find(exercise.id);
  return found == evidence_.end() ? nullptr : &found->second;
}

ExerciseScore KnownVerdicts::score_of(const Exercise& exercise) const {
  if (const Evidence* known = find(exercise)) return score(exercise, known->build, known->run);
  return score(exercise, BuildResult{}, RunRecord{});
}

CourseScore KnownVerdicts::scores() const {
  std::vector<ExerciseScore> scores;
  for (const Exercise& exercise : course_.exercises) scores.push_back(score_of(exercise));
  return sum_up(course_, std::move(scores));
}

}  // namespace grader
