#include "grader/report/annotate.hpp"

#include <vector>

#include "grader/report/json_view.hpp"
#include "grader/report/values.hpp"

namespace grader {
namespace {

using namespace json_view;

/// "07" and "07_explain_futures" both mean the exercise 07_explain_futures.
bool means(const std::string& name, const std::string& id) {
  return name == id || (name.size() == 2 && id.starts_with(name + '_'));
}

struct Place {
  ReportJson* exercise = nullptr;
  ReportJson* row = nullptr;
  std::string name;  ///< "07_explain_futures/explains_futures"
};

std::vector<Place> manual_rows(ReportJson& report) {
  std::vector<Place> places;
  if (!list(report, "exercises").empty()) {
    for (ReportJson& exercise : report["exercises"]) {
      if (list(exercise, "criteria").empty()) continue;
      for (ReportJson& row : exercise["criteria"]) {
        if (flag(row, "manual")) places.push_back({&exercise, &row, text(exercise, "id") + '/' + text(row, "id")});
      }
    }
  }
  return places;
}

Place find(const std::vector<Place>& places, const std::string& wanted) {
  const std::size_t slash = wanted.find('/');
  for (const Place& place : places) {
    if (slash != std::string::npos && means(wanted.substr(0, slash), text(*place.exercise, "id")) &&
        wanted.substr(slash + 1) == text(*place.row, "id"))
      return place;
  }
  std::string message = "the report has no manual row " + wanted;
  for (std::size_t i = 0; i < places.size(); ++i) message += (i == 0 ? "; it has " : ", ") + places[i].name;
  throw AnnotationError(message + (places.empty() ? ", nor any other" : ""));
}

const char* status_for(std::int64_t earned, std::int64_t possible) {
  return earned == possible ? "passed" : earned > 0 ? "partial" : "failed";
}

}  // namespace

const ReportJson& annotate(ReportJson& report, const Annotation& annotation) {
  if (text(report, "schema") != kReportSchema) throw AnnotationError(std::string("this is no ") + kReportSchema);
  if (!at(report, "score").is_object()) throw AnnotationError("the report is damaged: it has no score");
  const Place place = find(manual_rows(report), annotation.row);
  ReportJson& row = *place.row;
  const std::int64_t possible = number(row, "possible");
  if (text(row, "status") == "not_handed_in")
    throw AnnotationError("nothing was handed in for " + place.name + ", so it has no points to give");
  if (annotation.points < 0 || annotation.points > possible)
    throw AnnotationError(place.name + " is worth " + count_of(possible, "point", "points") + ": give 0 to " +
                          std::to_string(possible) + ", not " + std::to_string(annotation.points));
  if (text(row, "status") == "pending_manual") {
    for (ReportJson* sum : {place.exercise, &report["score"]})
      (*sum)["pending_manual"] = number(*sum, "pending_manual") - possible;
  }
  ReportJson& score = report["score"];
  score["bonus"] = number(score, "bonus") - number(row, "earned") + annotation.points;
  row["status"] = status_for(annotation.points, possible);
  row["earned"] = annotation.points;
  if (annotation.comment) row["comment"] = *annotation.comment;
  return row;
}

}  // namespace grader
