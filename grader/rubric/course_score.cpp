#include "grader/rubric/course_score.hpp"

#include <algorithm>
#include <cstdint>
#include <utility>

namespace grader {
namespace {

const ExerciseScore* score_of(const CourseScore& all, const std::string& id) {
  const auto found = std::ranges::find(all.exercises, id, [](const ExerciseScore& each) { return each.exercise->id; });
  return found == all.exercises.end() ? nullptr : &*found;
}

bool was_judged(const ExerciseScore& score) {
  return score.status == ExerciseStatus::kPassed || score.status == ExerciseStatus::kPartial ||
         score.status == ExerciseStatus::kFailed;
}

Totals totals_of(const std::vector<ExerciseScore>& exercises) {
  Totals totals;
  for (const ExerciseScore& score : exercises) {
    totals.pending_manual += score.pending_manual;
    if (score.exercise->tier == Tier::kExtension) {
      totals.bonus += score.earned;
    } else {
      totals.earned += score.earned;
      totals.possible += score.possible;
      totals.undecided += score.undecided;
    }
  }
  return totals;
}

/// Shares are given as decimal fractions: 0.8 of 5 points are 4, not 4.000000000000001.
bool reaches(int points, double share, int possible) { return points + 1e-9 >= share * possible; }

template <class Serves>
Standing standing_of(const CourseScore& all, Serves serves) {
  Standing standing;
  bool every_one_graded = true;
  for (const Exercise& exercise : all.course->exercises) {
    if (exercise.tier != Tier::kCore || !serves(exercise)) continue;
    const ExerciseScore* score = score_of(all, exercise.id);
    if (score == nullptr) {
      every_one_graded = false;
      continue;
    }
    standing.earned += score->earned;
    standing.possible += score->possible;
    standing.undecided += score->undecided;
    if (was_judged(*score)) standing.attempted += score->possible;
  }
  const double threshold = all.course->mastery_threshold;
  if (standing.possible == 0 || !every_one_graded) return standing;
  if (reaches(standing.earned, threshold, standing.possible)) {
    standing.mastered = true;
  } else if (!reaches(standing.earned + standing.undecided, threshold, standing.possible)) {
    standing.mastered = false;
  }
  return standing;
}

/// The first exercise that is not passed; past the last graded one, the one after it.
void recommend_continue(CourseScore& all) {
  bool graded_before = false;
  for (const Exercise& exercise : all.course->exercises) {
    if (exercise.tier != Tier::kCore) continue;
    const ExerciseScore* score = score_of(all, exercise.id);
    if (score != nullptr ? score->status == ExerciseStatus::kPassed : !graded_before) {
      graded_before = graded_before || score != nullptr;
      continue;
    }
    all.next.push_back(
        {Recommendation::Kind::kContinue, exercise.id, "", score ? why_continue(*score) : "it comes next"});
    return;
  }
}

/// The exercises of a path that are not passed yet, each with the path's advice; the advice alone when there are none.
void recommend_path(CourseScore& all, const Path& path, Recommendation::Kind kind) {
  bool named_one = false;
  for (const std::string& id : path.exercises) {
    const ExerciseScore* score = score_of(all, id);
    if (score != nullptr && score->status == ExerciseStatus::kPassed) continue;
    all.next.push_back({kind, id, path.objective, path.text, named_one ? "" : path.page});
    named_one = true;
  }
  if (!named_one) all.next.push_back({kind, "", path.objective, path.text, path.page});
}

void recommend_paths(CourseScore& all) {
  for (const ObjectiveStanding& each : all.objectives) {
    const Standing& standing = each.standing;
    const bool struggling = standing.attempted > 0 && !reaches(standing.earned + standing.undecided,
                                                               all.course->remedial_threshold, standing.attempted);
    for (const Path& path : all.course->remedial) {
      if (struggling && path.objective == each.objective->id)
        recommend_path(all, path, Recommendation::Kind::kRemedial);
    }
    for (const Path& path : all.course->extension) {
      const bool applies = standing.mastered == true && path.objective == each.objective->id;
      if (applies) recommend_path(all, path, Recommendation::Kind::kExtension);
    }
  }
}

}  // namespace

std::string why_continue(const ExerciseScore& score) {
  switch (score.status) {
    case ExerciseStatus::kGraderError:
      return "the grader could not finish this exercise; grade it again";
    case ExerciseStatus::kBuildFailed:
      return "it does not compile yet";
    case ExerciseStatus::kNotStarted:
      return "it comes next";
    default:
      break;
  }
  const auto open = std::ranges::find_if(score.criteria, [](const CriterionScore& row) {
    return !row.criterion->is_manual() && row.status != CriterionStatus::kPassed;
  });
  return open == score.criteria.end() ? "it comes next" : "still to do: " + open->criterion->text;
}

int Totals::percent() const { return possible == 0 ? 100 : static_cast<int>(std::int64_t{earned} * 100 / possible); }

bool CourseScore::all_passed() const {
  return std::ranges::all_of(exercises,
                             [](const ExerciseScore& each) { return each.status == ExerciseStatus::kPassed; });
}

CourseScore sum_up(const Course& course, std::vector<ExerciseScore> exercises) {
  CourseScore all;
  all.course = &course;
  all.exercises = std::move(exercises);
  all.complete = std::ranges::all_of(all.exercises, &ExerciseScore::complete);
  all.totals = totals_of(all.exercises);
  for (const Objective& objective : course.objectives) {
    const auto serves = [&](const Exercise& exercise) { return exercise.objective == objective.id; };
    all.objectives.push_back({&objective, standing_of(all, serves)});
  }
  for (const Skill& skill : course.skills) {
    const auto trains = [&](const Exercise& exercise) {
      return std::ranges::find(exercise.skills, skill.id) != exercise.skills.end();
    };
    all.skills.push_back({&skill, standing_of(all, trains)});
  }
  recommend_continue(all);
  recommend_paths(all);
  return all;
}

std::string_view to_string(Recommendation::Kind kind) {
  switch (kind) {
    case Recommendation::Kind::kContinue:
      return "continue";
    case Recommendation::Kind::kRemedial:
      return "remedial";
    case Recommendation::Kind::kExtension:
      break;
  }
  return "extension";
}

}  // namespace grader
