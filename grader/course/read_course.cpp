#include <algorithm>
#include <map>
#include <system_error>

#include "grader/course/manifest.hpp"
#include "grader/course/wording.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

const Words kBlooms = {"remember", "understand", "apply", "analyze", "evaluate", "create"};

bool is_proficiency(std::string_view text) {
  const Words levels = {"A1", "A2", "B1", "B2", "C1", "C2"};
  const std::string first(text.substr(0, 2));
  if (!contains(levels, first)) return false;
  if (text.size() == 2) return true;
  const std::string last(text.substr(3));
  return text[2] == '-' && contains(levels, last) && first < last;
}
constexpr std::string_view kProficiency = "a CEFR level such as B1, or a range such as B1-B2";

bool is_exercise_id(std::string_view id) {
  const auto is_digit = [](char c) { return c >= '0' && c <= '9'; };
  return id.size() > 3 && is_digit(id[0]) && is_digit(id[1]) && id[2] == '_' && is_snake_case(id.substr(3));
}

std::vector<Objective> read_objectives(Fields& course, Findings& findings) {
  std::vector<Objective> objectives;
  std::vector<Placed> ids;
  for (const JsonValue* item : course.list("objectives", true)) {
    Fields fields(*item, "an objective", {"id", "text", "proficiency", "bloom", "assessment"}, findings);
    ids.push_back(fields.matching("id", is_kebab_case, kKebabCase));
    objectives.push_back({.id = ids.back().text,
                          .text = fields.text("text").text,
                          .proficiency = fields.matching("proficiency", is_proficiency, kProficiency).text,
                          .bloom = fields.one_of("bloom", kBlooms).text,
                          .assessment = fields.text("assessment").text});
  }
  refuse_duplicates(ids, "objective", findings);
  return objectives;
}

std::vector<Skill> read_skills(Fields& course, Findings& findings) {
  std::vector<Skill> skills;
  std::vector<Placed> ids;
  for (const JsonValue* item : course.list("skills", true)) {
    Fields fields(*item, "a skill", {"id", "title", "text", "proficiency", "bloom", "category", "digcomp_area"},
                  findings);
    ids.push_back(fields.matching("id", is_kebab_case, kKebabCase));
    skills.push_back({.id = ids.back().text,
                      .text = fields.text("text").text,
                      .proficiency = fields.matching("proficiency", is_proficiency, kProficiency).text,
                      .bloom = fields.one_of("bloom", kBlooms).text,
                      .title = fields.text("title").text,
                      .category = fields.one_of("category", {"technical", "conceptual"}, "technical").text,
                      .digcomp_area = fields.text("digcomp_area", "").text});
  }
  refuse_duplicates(ids, "skill", findings);
  return skills;
}

Words folders_in(const fs::path& exercises) {
  Words names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::directory_iterator(exercises, error)) {
    const std::string name = entry.path().filename().string();
    if (entry.is_directory(error) && is_exercise_id(name)) names.push_back(name);
  }
  std::ranges::sort(names);
  return names;
}

std::vector<Exercise> list_exercises(const std::vector<Placed>& ids, const fs::path& root, Findings& findings) {
  std::vector<Exercise> exercises;
  std::map<std::string, std::string> by_number;
  for (const Placed& id : ids) {
    Exercise exercise;
    exercise.id = id.text;
    exercise.folder = root / "exercises" / id.text;
    std::error_code error;
    if (!is_exercise_id(id.text)) {
      findings.add(id.offset,
                   wording::malformed("exercises", id.text, "folders named by two digits and a topic, \"01_timeout\""));
    } else if (!fs::is_directory(exercise.folder, error)) {
      findings.add(id.offset, wording::no_folder(id.text, folders_in(root / "exercises")));
    } else if (!fs::is_regular_file(exercise.folder / "exercise.json", error)) {
      findings.add(id.offset, wording::no_manifest("exercises/" + id.text + "/exercise.json"));
    }
    const auto [same, is_new] = by_number.emplace(id.text.substr(0, 2), id.text);
    if (!is_new && same->second != id.text) findings.add(id.offset, wording::same_number(same->second, id.text));
    exercises.push_back(std::move(exercise));
  }
  refuse_duplicates(ids, "exercise", findings);
  return exercises;
}

std::vector<Path> read_paths(Fields& paths, std::string_view key, const Course& course, const fs::path& root,
                             Findings& findings) {
  std::vector<Path> result;
  for (const JsonValue* item : paths.list(key, false)) {
    Fields fields(*item, "a path", {"objective", "text", "exercises", "page"}, findings);
    const Placed objective = fields.text("objective");
    refuse_unknown(objective, "objective", ids_of(course.objectives), findings);
    const std::vector<Placed> exercises = fields.texts("exercises", false);
    for (const Placed& id : exercises) refuse_unknown(id, "exercise", ids_of(course.exercises), findings);
    const Placed page = fields.text("page", "");
    std::error_code error;
    if (!page.text.empty() && !fs::is_regular_file(root / "exercises" / page.text, error)) {
      findings.add(page.offset, wording::no_page(page.text));
    }
    result.push_back({objective.text, fields.text("text").text, texts_of(exercises), page.text});
  }
  return result;
}

}  // namespace

Course read_course(std::string_view text, const fs::path& root, Findings& findings) {
  const JsonValue value = parse_json(text);
  Fields fields(value, "a course",
                {"$schema", "id", "title", "version", "objectives", "skills", "exercises", "thresholds", "paths"},
                findings);
  Course course;
  fields.text("$schema", "");
  course.id = fields.matching("id", is_kebab_case, kKebabCase).text;
  course.title = fields.text("title").text;
  course.version = fields.text("version").text;
  course.objectives = read_objectives(fields, findings);
  course.skills = read_skills(fields, findings);
  course.exercises = list_exercises(fields.texts("exercises", true, false), root, findings);
  if (const JsonValue* object = fields.object("thresholds", false)) {
    Fields thresholds(*object, "\"thresholds\"", {"mastery", "remedial"}, findings);
    course.mastery_threshold = thresholds.share("mastery", course.mastery_threshold);
    course.remedial_threshold = thresholds.share("remedial", course.remedial_threshold);
    if (course.remedial_threshold > course.mastery_threshold) {
      findings.add(object->offset, "the threshold \"remedial\" must not be above \"mastery\"");
    }
  }
  if (const JsonValue* object = fields.object("paths", false)) {
    Fields paths(*object, "\"paths\"", {"remedial", "extension"}, findings);
    course.remedial = read_paths(paths, "remedial", course, root, findings);
    course.extension = read_paths(paths, "extension", course, root, findings);
  }
  return course;
}

}  // namespace grader
