#include <algorithm>
#include <iterator>
#include <memory>
#include <vector>

#include "grader/rubric/rubric.hpp"

namespace grader {
namespace {

/// What the tests of one criterion say, by count.
struct Tally {
  int passed = 0;
  int failed = 0;  // failed, crashed or timed out: the student's
  int open = 0;    // not run, skipped by the proctor or broken in the grader: nobody's
  bool broken = false;
};

Tally count(const std::vector<TestResult>& tests) {
  Tally tally;
  for (const TestResult& test : tests) {
    switch (test.status) {
      case TestStatus::kPassed:
        ++tally.passed;
        break;
      case TestStatus::kFailed:
      case TestStatus::kCrashed:
      case TestStatus::kTimedOut:
        ++tally.failed;
        break;
      case TestStatus::kGraderError:
        tally.broken = true;
        [[fallthrough]];
      case TestStatus::kSkipped:
      case TestStatus::kNotRun:
        ++tally.open;
        break;
    }
  }
  return tally;
}

/// One row while it is judged.
struct Row {
  enum class State { kNew, kInProgress, kDone };
  CriterionScore score;
  bool can_pass = true;  // nothing the student did rules it out
  State state = State::kNew;
};

/// Points with `passed` of `all` tests passed, if nothing else mattered.
int points_for(const Criterion& criterion, int passed, int all) {
  if (passed == all) return criterion.points;
  return criterion.partial ? criterion.points * passed / all : 0;
}

void judge_by_its_tests(Row& row) {
  CriterionScore& score = row.score;
  const Tally tally = count(score.tests);
  const int all = static_cast<int>(score.tests.size());
  if (all == 0) {
    score.status = CriterionStatus::kGraderError;
    score.undecided = score.criterion->points;
    return;
  }
  row.can_pass = tally.failed == 0;
  // A failing test settles an all-or-nothing row: the open ones cannot earn it back.
  score.earned = points_for(*score.criterion, tally.passed, all);
  score.undecided = points_for(*score.criterion, tally.passed + tally.open, all) - score.earned;
  const bool settled = tally.open == 0 || (!row.can_pass && !score.criterion->partial);
  if (!settled) {
    score.status = tally.broken ? CriterionStatus::kGraderError : CriterionStatus::kNotRun;
  } else if (tally.passed == all) {
    score.status = CriterionStatus::kPassed;
  } else {
    score.status = score.earned > 0 ? CriterionStatus::kPartial : CriterionStatus::kFailed;
  }
}

/// The needed row is lost for good: so is this one.
void skip(Row& row, const std::string& needed) {
  row.can_pass = false;
  row.score.status = CriterionStatus::kSkipped;
  row.score.waits_for = needed;
  row.score.earned = row.score.undecided = 0;
}

/// The needed row may yet pass: what this one would have earned stays open with it.
void leave_open(Row& row, const std::string& needed, CriterionStatus status) {
  if (row.score.status == CriterionStatus::kFailed) return;
  if (row.score.status != CriterionStatus::kGraderError) row.score.status = status;
  row.score.waits_for = needed;
  row.score.undecided += row.score.earned;
  row.score.earned = 0;
}

/// Judges the rows of one exercise, needed ones first.
class Judge {
 public:
  explicit Judge(std::vector<Row>& rows) : rows_(rows) {
    for (Row& row : rows_) judge(row);
  }

 private:
  void judge(Row& row) {
    if (row.state != Row::State::kNew) return;
    row.state = Row::State::kInProgress;
    judge_by_its_tests(row);
    for (const std::string& needed : row.score.criterion->needs) apply_need(row, needed);
    row.state = Row::State::kDone;
  }

  void apply_need(Row& row, const std::string& id) {
    if (row.score.status == CriterionStatus::kSkipped) return;
    const auto needed = std::ranges::find(rows_, id, [](const Row& each) { return each.score.criterion->id; });
    // The loader refuses unknown names and circles; should one get here, it is our mistake and costs nothing.
    if (needed == rows_.end() || needed->state == Row::State::kInProgress) {
      leave_open(row, id, CriterionStatus::kGraderError);
      return;
    }
    judge(*needed);
    if (needed->score.status == CriterionStatus::kPassed) return;
    if (needed->can_pass) {
      leave_open(row, id, CriterionStatus::kNotRun);
    } else {
      skip(row, id);
    }
  }

  std::vector<Row>& rows_;
};

std::vector<Row> rows_of(const Exercise& exercise, const RunRecord& run) {
  std::vector<Row> rows;
  for (const Criterion& criterion : exercise.criteria) {
    if (criterion.is_manual()) continue;
    Row row;
    row.score.criterion = &criterion;
    std::ranges::copy_if(run.tests, std::back_inserter(row.score.tests),
                         [&](const TestResult& result) { return result.test.criterion == criterion.id; });
    rows.push_back(std::move(row));
  }
  return rows;
}

void score_run(ExerciseScore& score, const RunRecord& run) {
  std::vector<Row> rows = rows_of(*score.exercise, run);
  Judge judge(rows);
  score.complete = run.complete;
  bool all_passed = true;
  bool any_passed = false;
  for (Row& row : rows) {
    score.earned += row.score.earned;
    score.undecided += row.score.undecided;
    const bool passed = row.score.status == CriterionStatus::kPassed;
    all_passed = all_passed && passed;
    any_passed = any_passed || passed || row.score.earned > 0;
    const bool open = row.score.status == CriterionStatus::kGraderError || row.score.status == CriterionStatus::kNotRun;
    score.complete = score.complete && !open && count(row.score.tests).open == 0;
    score.criteria.push_back(std::move(row.score));
  }
  score.status = !score.complete ? ExerciseStatus::kGraderError
                 : all_passed    ? ExerciseStatus::kPassed
                 : any_passed    ? ExerciseStatus::kPartial
                                 : ExerciseStatus::kFailed;
}

/// The student's file became no program: every row is as it is for the same reason.
void score_without_run(ExerciseScore& score, CriterionStatus status) {
  for (const Criterion& criterion : score.exercise->criteria) {
    if (criterion.is_manual()) continue;
    CriterionScore row;
    row.criterion = &criterion;
    row.status = status;
    row.undecided = status == CriterionStatus::kGraderError ? criterion.points : 0;
    score.undecided += row.undecided;
    score.criteria.push_back(std::move(row));
  }
}

/// Adds the rows that a person judges, where the manifest has them.
void add_manual_rows(ExerciseScore& score) {
  const auto& criteria = score.exercise->criteria;
  for (std::size_t i = 0; i < criteria.size(); ++i) {
    if (!criteria[i].is_manual()) continue;
    const auto& files = *score.collected;
    const auto file = std::ranges::find(files, criteria[i].manual_file, &CollectedFile::name);
    CriterionScore row;
    row.criterion = &criteria[i];
    row.status = file == files.end() ? CriterionStatus::kNotHandedIn : CriterionStatus::kPendingManual;
    if (file != files.end()) {
      row.collected = &*file;
      score.pending_manual += criteria[i].points;
    }
    score.criteria.insert(score.criteria.begin() + static_cast<std::ptrdiff_t>(std::min(i, score.criteria.size())),
                          std::move(row));
  }
}

}  // namespace

ExerciseScore score(const Exercise& exercise, const BuildResult& build, const RunRecord& run) {
  ExerciseScore score;
  score.exercise = &exercise;
  score.possible = exercise.possible();
  score.build = build;
  score.collected = std::make_shared<const std::vector<CollectedFile>>(build.collected);
  switch (build.status) {
    case BuildResult::Status::kBuilt:
      score_run(score, run);
      break;
    case BuildResult::Status::kNotStarted:
      score.status = ExerciseStatus::kNotStarted;
      score_without_run(score, CriterionStatus::kNotRun);
      break;
    case BuildResult::Status::kFailed:
      score.status = ExerciseStatus::kBuildFailed;
      score_without_run(score, CriterionStatus::kNotRun);
      break;
    case BuildResult::Status::kGraderError:
      score.status = ExerciseStatus::kGraderError;
      score.complete = false;
      score_without_run(score, CriterionStatus::kGraderError);
      break;
  }
  add_manual_rows(score);
  return score;
}

std::string_view to_string(ExerciseStatus status) {
  switch (status) {
    case ExerciseStatus::kPassed:
      return "passed";
    case ExerciseStatus::kPartial:
      return "partial";
    case ExerciseStatus::kFailed:
      return "failed";
    case ExerciseStatus::kNotStarted:
      return "not_started";
    case ExerciseStatus::kBuildFailed:
      return "build_failed";
    case ExerciseStatus::kGraderError:
      break;
  }
  return "grader_error";
}

std::string_view to_string(CriterionStatus status) {
  switch (status) {
    case CriterionStatus::kPassed:
      return "passed";
    case CriterionStatus::kPartial:
      return "partial";
    case CriterionStatus::kFailed:
      return "failed";
    case CriterionStatus::kSkipped:
      return "skipped";
    case CriterionStatus::kNotRun:
      return "not_run";
    case CriterionStatus::kPendingManual:
      return "pending_manual";
    case CriterionStatus::kNotHandedIn:
      return "not_handed_in";
    case CriterionStatus::kGraderError:
      break;
  }
  return "grader_error";
}

}  // namespace grader
