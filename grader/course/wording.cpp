#include "grader/course/wording.hpp"

#include "mock_server/text/suggest.hpp"

namespace grader::wording {

using mock_server::text::did_you_mean;

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
std::string file_without_manual() {
  return "\"file\" belongs to a criterion that a person judges; add \"manual\": true";
}
std::string manual_without_file(std::string_view file, std::span<const std::string> known) {
  const std::string rule = "a manual criterion names in \"file\" what is to be read, one of \"files\".\"optional\"";
  return file.empty() ? rule : rule + "; " + quoted(file) + " is none of them" + did_you_mean(file, known);
}
std::string tests_of_a_manual_criterion(std::string_view criterion) {
  return "the criterion " + quoted(criterion) + " is judged by a person, and there are hidden tests of that name";
}
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
