#include "grader/course/wording.hpp"

#include "grader/text/suggest.hpp"

namespace grader::wording {

std::string quoted(std::string_view text) { return '"' + std::string(text) + '"'; }

std::string unknown_key(std::string_view key, std::span<const std::string> known) {
  return "unknown key " + quoted(key) + did_you_mean(key, known);
}
std::string duplicate_key(std::string_view key) { return "the key " + quoted(key) + " is given twice"; }
std::string missing_key(std::string_view what, std::string_view key) {
  return std::string(what) + " needs the key " + quoted(key);
}
std::string wrong_type(std::string_view key, std::string_view wanted, std::string_view found) {
  return quoted(key) + " must be " + std::string(wanted) + ", not " + std::string(found);
}
std::string empty(std::string_view key) { return quoted(key) + " must not be empty"; }
std::string out_of_range(std::string_view key, std::string_view range) {
  return quoted(key) + " must be " + std::string(range);
}
std::string not_one_of(std::string_view key, std::string_view value, std::span<const std::string> allowed) {
  std::string list;
  for (const std::string& word : allowed) list += (list.empty() ? "" : ", ") + word;
  return quoted(key) + " is one of " + list + ", not " + quoted(value) + did_you_mean(value, allowed);
}
std::string malformed(std::string_view key, std::string_view value, std::string_view rule) {
  return quoted(key) + " must be " + std::string(rule) + ", not " + quoted(value);
}
std::string unknown_reference(std::string_view kind, std::string_view id, std::span<const std::string> known) {
  return "there is no " + std::string(kind) + ' ' + quoted(id) + did_you_mean(id, known);
}
std::string duplicate_id(std::string_view kind, std::string_view id) {
  return "the " + std::string(kind) + ' ' + quoted(id) + " is listed twice";
}
std::string same_number(std::string_view first, std::string_view second) {
  return quoted(second) + " has the same number as " + quoted(first);
}
std::string no_folder(std::string_view folder, std::span<const std::string> known) {
  return "there is no folder exercises/" + std::string(folder) + did_you_mean(folder, known);
}
std::string no_manifest(std::string_view manifest) { return "there is no file " + std::string(manifest); }
std::string no_file(std::string_view name, std::string_view folder, std::span<const std::string> known) {
  return "there is no file " + quoted(name) + " in exercises/" + std::string(folder) + did_you_mean(name, known);
}
std::string unsafe_path(std::string_view name) {
  return quoted(name) + " must be a path inside the exercise's folder, with '/' between its parts and without '..'";
}
std::string needs_itself(std::string_view chain) {
  return "criteria that wait for each other: " + std::string(chain) + "; none of them could ever be judged";
}
std::string remedial_points() { return "a remedial exercise carries no points: it is there to practise"; }
std::string unreadable(std::string_view why) {
  return "cannot be read: " + std::string(why) + "; a course's root has a folder \"exercises\" with course.json in it";
}
std::string criterion_without_tests(std::string_view criterion) {
  return "no hidden test proves the criterion " + quoted(criterion) + "; add a test suite of that name";
}
std::string suite_without_criterion(std::string_view suite, std::string_view test, std::span<const std::string> known) {
  return "the hidden test " + std::string(suite) + '.' + std::string(test) + " belongs to no criterion" +
         did_you_mean(suite, known);
}
std::string exercise_without_tests(std::string_view exercise) {
  return "the exercise " + quoted(exercise) + " has no hidden tests";
}
std::string tests_without_exercise(std::string_view exercise, std::span<const std::string> known) {
  return "there are hidden tests for " + quoted(exercise) + ", which the course does not list" +
         did_you_mean(exercise, known);
}

}  // namespace grader::wording
