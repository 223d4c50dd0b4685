#include "grader/commands/assess.hpp"

#include <utility>

#include "grader/build/errors.hpp"

namespace grader {
namespace {

Evidence evidence_for(const Exercise& exercise, const Intake& intake, Workshop& workshop, Memory memory) {
  if (memory.cache != nullptr && memory.recall) {
    if (auto known = memory.cache->find(exercise, intake)) return std::move(*known);
  }
  Evidence evidence = workshop.gather(exercise, intake);
  if (memory.cache != nullptr) memory.cache->keep(exercise, intake, evidence);
  return evidence;
}

}  // namespace

Assessment assess(const Session& session, Workshop& workshop, const Submission& submission, Memory memory,
                  Console& console) {
  const auto& selected = session.selected;
  std::vector<Intake> intakes(selected.size());
  std::vector<Evidence> evidence(selected.size());
  {
    ProgressLine progress(console, selected.size());
    for_each_in_parallel(selected.size(), workshop.useful_callers(), [&](std::size_t i) {
      progress.begin(selected[i]->id);
      intakes[i] = submission.take(*selected[i]);
      evidence[i] = evidence_for(*selected[i], intakes[i], workshop, memory);
      progress.end();
    });
  }
  workshop.interruption().throw_if_requested();
  Assessment assessment;
  std::vector<ExerciseScore> scores;
  std::vector<Taken> taken;
  for (std::size_t i = 0; i < selected.size(); ++i) {
    scores.push_back(score(*selected[i], evidence[i].build, evidence[i].run));
    taken.push_back({selected[i], &intakes[i]});
    if (!evidence[i].problem.empty()) assessment.problems.push_back(selected[i]->id + ": " + evidence[i].problem);
  }
  assessment.score = sum_up(session.course, std::move(scores));
  assessment.digest = digest(taken);
  return assessment;
}

int exit_code(const CourseScore& score, double required_percent) {
  if (!score.complete) return kExitInfrastructure;
  const Totals& totals = score.totals;
  return 100.0 * totals.earned >= required_percent * totals.possible ? kExitDone : kExitNotPassed;
}

}  // namespace grader
