#include "grader/build/errors.hpp"
#include "grader/commands/commands.hpp"
#include "grader/commands/known_verdicts.hpp"
#include "grader/commands/what_next.hpp"
#include "grader/report/page.hpp"
#include "grader/report/report.hpp"
#include "grader/report/terminal.hpp"
#include "grader/report/values.hpp"

namespace grader {
namespace {

// "██████░░░░", so many tenths.
std::string bar(int earned, int possible) {
  constexpr int kCells = 10;
  const int full = possible == 0 ? 0 : earned * kCells / possible;
  std::string text;
  for (int i = 0; i < kCells; ++i) text += i < full ? "█" : "░";
  return text;
}

std::string points(const Standing& standing) {
  return std::to_string(standing.earned) + " of " + count_of(standing.possible, "point", "points") +
         (standing.mastered == true ? ", mastered" : "");
}

void show_standing(Page& page, const Standing& standing, const std::string& name) {
  if (standing.possible == 0) return;
  page.row(bar(standing.earned, standing.possible), standing.mastered == true ? Colour::kGreen : Colour::kPlain, name,
           points(standing));
}

void show_next(Page& page, const NextStep& next) {
  if (next.exercise == nullptr) {
    page.row("✓", Colour::kGreen, "Every exercise passes.", "");
    return;
  }
  page.row("next", Colour::kGreen, next.exercise->id + "  " + next.exercise->title, "", Colour::kBold);
  page.labelled("why", next.why);
  page.labelled("edit", file_to_edit(*next.exercise));
  const std::string number = next.exercise->id.substr(0, next.exercise->id.find('_'));
  page.labelled("then", "./hangtime show " + number + "   ./hangtime watch " + number);
}

ReportJson to_json(const Standing& standing) {
  ReportJson json{{"earned", standing.earned}, {"possible", standing.possible}};
  json["mastered"] = standing.mastered ? ReportJson(*standing.mastered) : ReportJson(nullptr);
  return json;
}

ReportJson to_json(const NextStep& next) {
  if (next.exercise == nullptr) return nullptr;
  return {{"exercise", next.exercise->id},
          {"title", next.exercise->title},
          {"why", next.why},
          {"edit", file_to_edit(*next.exercise)}};
}

ReportJson progress_json(const CourseScore& score, const NextStep& next, std::size_t known) {
  ReportJson json{{"score",
                   {{"earned", score.totals.earned},
                    {"possible", score.totals.possible},
                    {"bonus", score.totals.bonus},
                    {"pending_manual", score.totals.pending_manual}}},
                  {"checked", known},
                  {"objectives", ReportJson::array()},
                  {"skills", ReportJson::array()}};
  for (const ObjectiveStanding& each : score.objectives) {
    ReportJson one = to_json(each.standing);
    one["id"] = each.objective->id;
    json["objectives"].push_back(std::move(one));
  }
  for (const SkillStanding& each : score.skills) {
    ReportJson one = to_json(each.standing);
    one["id"] = each.skill->id;
    json["skills"].push_back(std::move(one));
  }
  json["next"] = to_json(next);
  return json;
}

}  // namespace

int progress_command(const GlobalOptions& globals, Console& console) {
  const Session session = open_session(globals);
  const KnownVerdicts known(session);
  const CourseScore score = known.scores();
  const NextStep next = next_step(session.course, known);
  if (globals.json) {
    console.out << to_text(progress_json(score, next, known.count()));
    return kExitDone;
  }
  Page page({.colour = console.colour, .width = console.width});
  page.row("", Colour::kPlain, session.course.title,
           std::to_string(score.totals.earned) + " of " + count_of(score.totals.possible, "point", "points") +
               (score.totals.bonus > 0 ? ", bonus +" + std::to_string(score.totals.bonus) : ""),
           Colour::kBold);
  page.blank();
  for (const ObjectiveStanding& each : score.objectives) show_standing(page, each.standing, each.objective->text);
  page.blank();
  page.row("", Colour::kPlain, "skills", "", Colour::kBold);
  for (const SkillStanding& each : score.skills) show_standing(page, each.standing, each.skill->title);
  page.blank();
  show_next(page, next);
  const std::size_t all = session.course.exercises.size();
  if (known.count() < all) {
    page.line(std::to_string(all - known.count()) +
                  " exercises have no verdict on their files as they are now: './hangtime check' gives it.",
              0, Colour::kDim);
  }
  console.out << page.take();
  return kExitDone;
}

int next_command(const GlobalOptions& globals, Console& console) {
  const Session session = open_session(globals);
  const NextStep next = next_step(session.course, KnownVerdicts(session));
  if (globals.json) {
    console.out << to_text(to_json(next));
    return kExitDone;
  }
  Page page({.colour = console.colour, .width = console.width});
  show_next(page, next);
  console.out << page.take();
  return kExitDone;
}

}  // namespace grader
