#include "grader/report/list.hpp"

#include <algorithm>

#include "grader/report/values.hpp"
#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

const ExerciseStatus* status_of(const Progress& progress, const Exercise& exercise) {
  const auto found = progress.find(exercise.id);
  return found == progress.end() ? nullptr : &found->second;
}

std::string_view name_of(Kind kind) {
  return kind == Kind::kDebug ? "debug" : kind == Kind::kExplain ? "explain" : "implement";
}
std::string_view name_of(Tier tier) {
  return tier == Tier::kRemedial ? "remedial" : tier == Tier::kExtension ? "extension" : "core";
}

struct Mark {
  const char* sign;
  Colour colour;
};

Mark mark_of(const ExerciseStatus* status) {
  if (status == nullptr || *status == ExerciseStatus::kNotStarted) return {"·", Colour::kDim};
  if (*status == ExerciseStatus::kPassed) return {"✓", Colour::kGreen};
  return *status == ExerciseStatus::kGraderError ? Mark{"!", Colour::kYellow} : Mark{"✗", Colour::kRed};
}

/// Extensions stand together, whatever objective they serve.
std::string heading_of(const Course& course, const Exercise& exercise) {
  if (exercise.tier == Tier::kExtension) return "Extensions";
  const auto found = std::ranges::find(course.objectives, exercise.objective, &Objective::id);
  if (found == course.objectives.end()) return "";
  return found->text + " (" + found->proficiency + ", " + found->bloom + ")";
}

std::string worth(const Exercise& exercise) {
  const std::string points = exercise.possible() == 0 ? "" : count_of(exercise.possible(), "point", "points");
  if (exercise.tier == Tier::kExtension) return "+" + points;
  if (exercise.tier == Tier::kRemedial) return "to practise";
  return points.empty() ? "warm-up" : points;
}

}  // namespace

std::string render_list(const Course& course, const Progress& progress, const TerminalOptions& options) {
  std::size_t id_width = 0;
  for (const Exercise& exercise : course.exercises) id_width = std::max(id_width, exercise.id.size());
  Page page(options);
  page.row("", Colour::kPlain, course.title, "", Colour::kBold);
  std::string group;
  for (const Exercise& exercise : course.exercises) {
    const std::string heading = heading_of(course, exercise);
    if (heading != group) {
      group = heading;
      page.blank();
      page.line(heading);
    }
    const Mark mark = mark_of(status_of(progress, exercise));
    page.row(mark.sign, mark.colour, exercise.id + std::string(id_width - exercise.id.size() + 2, ' ') + exercise.title,
             worth(exercise));
  }
  return page.take();
}

ReportJson list_json(const Course& course, const Progress& progress) {
  ReportJson json = {{"course", {{"id", course.id}, {"title", course.title}, {"version", course.version}}},
                     {"exercises", ReportJson::array()}};
  for (const Exercise& exercise : course.exercises) {
    const ExerciseStatus* status = status_of(progress, exercise);
    json["exercises"].push_back({{"id", exercise.id},
                                 {"number", exercise.id.substr(0, exercise.id.find('_'))},
                                 {"title", exercise.title},
                                 {"objective", exercise.objective},
                                 {"skills", exercise.skills},
                                 {"kind", name_of(exercise.kind)},
                                 {"tier", name_of(exercise.tier)},
                                 {"points", exercise.possible()},
                                 {"edit", exercise.edit},
                                 {"status", status == nullptr ? ReportJson(nullptr) : ReportJson(to_string(*status))}});
  }
  return json;
}

}  // namespace grader
