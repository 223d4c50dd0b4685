#include <algorithm>
#include <map>
#include <system_error>

#include "grader/course/manifest.hpp"
#include "grader/course/wording.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;

constexpr std::int64_t kMostPoints = 1'000;
constexpr std::int64_t kLongestMs = 60 * 60 * 1'000;
constexpr std::int64_t kMostOutput = 64 * 1024 * 1024;
constexpr std::int64_t kMostMemoryMib = 65'536;
constexpr std::int64_t kMostTasks = 32'768;

bool is_path_inside(std::string_view name) {
  if (name.empty() || name.front() == '/' || name.find('\\') != std::string_view::npos) return false;
  const fs::path path(name);
  return std::ranges::none_of(path, [](const fs::path& part) { return part.empty() || part == ".." || part == "."; });
}

bool is_define(std::string_view text) {
  const std::string_view name = text.substr(0, text.find('='));
  const auto is_letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto is_plain = [&](char c) { return is_letter(c) || (c >= '0' && c <= '9'); };
  return !name.empty() && is_letter(name.front()) && std::ranges::all_of(name, is_plain);
}

Words files_below(const fs::path& folder) {
  Words names;
  std::error_code error;
  for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder, error)) {
    if (entry.is_regular_file(error)) names.push_back(entry.path().lexically_relative(folder).generic_string());
  }
  std::ranges::sort(names);
  return names;
}

// What a student may hand in besides need not be there: an untouched file of the course's would look like something handed in.
std::vector<std::string> read_optional_files(Fields& fields) {
  const std::vector<Placed> names = fields.texts("optional", false, false);
  for (const Placed& name : names) {
    if (!is_path_inside(name.text)) fields.findings().add(name.offset, wording::unsafe_path(name.text));
  }
  refuse_duplicates(names, "file", fields.findings());
  return texts_of(names);
}

std::vector<std::string> read_files(Fields& fields, std::string_view key, bool required, const Exercise& exercise,
                                    const IsKept& is_kept) {
  const std::vector<Placed> names = fields.texts(key, required, false);
  for (const Placed& name : names) {
    std::error_code error;
    if (!is_path_inside(name.text)) {
      fields.findings().add(name.offset, wording::unsafe_path(name.text));
    } else if (!fs::is_regular_file(exercise.folder / name.text, error) && !is_kept(name.text)) {
      fields.findings().add(name.offset, wording::no_file(name.text, exercise.id, files_below(exercise.folder)));
    }
  }
  refuse_duplicates(names, "file", fields.findings());
  return texts_of(names);
}

struct Need {
  std::string criterion;
  Placed needed;
};

/// Follows `needs` from every criterion and points at the one that closes a circle.
class CircleSearch {
 public:
  CircleSearch(const std::vector<Need>& needs, Findings& findings) : needs_(needs), findings_(findings) {}

  void from(const std::string& criterion) {
    if (state_[criterion] == kDone) return;
    state_[criterion] = kOpen;
    way_.push_back(criterion);
    for (const Need& need : needs_) {
      if (need.criterion != criterion) continue;
      if (state_[need.needed.text] == kOpen) {
        report(need.needed);
      } else {
        from(need.needed.text);
      }
    }
    way_.pop_back();
    state_[criterion] = kDone;
  }

 private:
  enum State { kNew, kOpen, kDone };

  void report(const Placed& needed) {
    std::string chain;
    for (auto step = std::ranges::find(way_, needed.text); step != way_.end(); ++step) chain += *step + " -> ";
    findings_.add(needed.offset, wording::needs_itself(chain + needed.text));
  }

  const std::vector<Need>& needs_;
  Findings& findings_;
  std::map<std::string, State> state_;
  std::vector<std::string> way_;
};

/// A row that a person judges names the file to read, which students may hand in.
void read_manual(Criterion& criterion, Fields& row, const Exercise& exercise) {
  const bool manual = row.flag("manual", false);
  const Placed file = row.text("file", "");
  if (!manual) {
    if (!file.text.empty()) row.findings().add(file.offset, wording::file_without_manual());
    return;
  }
  criterion.manual_file = file.text;
  if (!contains(exercise.optional, file.text)) {
    row.findings().add(file.text.empty() ? row.offset() : file.offset,
                       wording::manual_without_file(file.text, exercise.optional));
  }
}

void read_criteria(Exercise& exercise, Fields& fields) {
  Findings& findings = fields.findings();
  std::vector<Placed> ids;
  std::vector<Need> needs;
  for (const JsonValue* item : fields.list("criteria", true)) {
    Fields row(*item, "a criterion", {"id", "points", "text", "partial", "needs", "manual", "file"}, findings);
    Criterion criterion;
    ids.push_back(row.matching("id", is_snake_case, kSnakeCase));
    criterion.id = ids.back().text;
    criterion.text = row.text("text").text;
    criterion.points = static_cast<int>(row.whole("points", 0, kMostPoints));
    criterion.partial = row.flag("partial", false);
    read_manual(criterion, row, exercise);
    for (const Placed& needed : row.texts("needs", false)) {
      criterion.needs.push_back(needed.text);
      needs.push_back({criterion.id, needed});
    }
    const Problem place = findings.locate(ids.back().offset);
    criterion.line = place.line;
    criterion.column = place.column;
    if (exercise.tier == Tier::kRemedial && criterion.points > 0)
      findings.add(row.offset(), wording::remedial_points());
    exercise.criteria.push_back(std::move(criterion));
  }
  refuse_duplicates(ids, "criterion", findings);
  for (const Need& need : needs) refuse_unknown(need.needed, "criterion", texts_of(ids), findings);
  CircleSearch search(needs, findings);
  for (const Criterion& criterion : exercise.criteria) search.from(criterion.id);
}

Limits read_limits(const JsonValue& value, Findings& findings) {
  Limits limits;
  Fields fields(value, "\"limits\"", {"test_wall_ms", "test_cpu_ms", "memory_mib", "tasks", "output_bytes"}, findings);
  limits.test_wall = std::chrono::milliseconds(fields.whole("test_wall_ms", 1, kLongestMs, limits.test_wall.count()));
  limits.test_cpu = std::chrono::milliseconds(fields.whole("test_cpu_ms", 1, kLongestMs, limits.test_cpu.count()));
  limits.memory_bytes = static_cast<std::uint64_t>(fields.whole("memory_mib", 16, kMostMemoryMib,
                                                                static_cast<std::int64_t>(limits.memory_bytes >> 20U)))
                        << 20U;
  limits.tasks =
      static_cast<std::uint64_t>(fields.whole("tasks", 1, kMostTasks, static_cast<std::int64_t>(limits.tasks)));
  limits.output_bytes = static_cast<std::uint64_t>(
      fields.whole("output_bytes", 0, kMostOutput, static_cast<std::int64_t>(limits.output_bytes)));
  return limits;
}

}  // namespace

void read_exercise(Exercise& exercise, const Course& course, std::string_view text, const IsKept& is_kept,
                   Findings& findings) {
  const JsonValue value = parse_json(text);
  Fields fields(value, "an exercise",
                {"$schema", "title", "objective", "skills", "kind", "tier", "files", "criteria", "limits", "defines"},
                findings);
  fields.text("$schema", "");
  exercise.title = fields.text("title").text;
  const Placed objective = fields.text("objective", "");
  refuse_unknown(objective, "objective", ids_of(course.objectives), findings);
  exercise.objective = objective.text;
  const std::vector<Placed> skills = fields.texts("skills", false);
  for (const Placed& skill : skills) refuse_unknown(skill, "skill", ids_of(course.skills), findings);
  refuse_duplicates(skills, "skill", findings);
  exercise.skills = texts_of(skills);

  const std::string kind = fields.one_of("kind", {"implement", "debug", "explain"}, "implement").text;
  exercise.kind = kind == "debug" ? Kind::kDebug : kind == "explain" ? Kind::kExplain : Kind::kImplement;
  const std::string tier = fields.one_of("tier", {"core", "remedial", "extension"}, "core").text;
  exercise.tier = tier == "remedial" ? Tier::kRemedial : tier == "extension" ? Tier::kExtension : Tier::kCore;

  if (const JsonValue* object = fields.object("files", true)) {
    Fields files(*object, "\"files\"", {"edit", "optional", "read"}, findings);
    exercise.edit = read_files(files, "edit", true, exercise, is_kept);
    exercise.optional = read_optional_files(files);
    exercise.read = read_files(files, "read", false, exercise, [](const std::string&) { return false; });
  }
  read_criteria(exercise, fields);
  if (const JsonValue* object = fields.object("limits", false)) exercise.limits = read_limits(*object, findings);
  for (const Placed& define : fields.texts("defines", false)) {
    if (!is_define(define.text)) {
      findings.add(define.offset, wording::malformed("defines", define.text, "NAME or NAME=value"));
    }
    exercise.defines.push_back(define.text);
  }
}

}  // namespace grader
