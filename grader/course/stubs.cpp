#include "grader/course/stubs.hpp"

#include <fstream>
#include <iterator>
#include <nlohmann/json.hpp>
#include <optional>
#include <utility>

#include "grader/course/problem.hpp"

namespace grader {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;

constexpr const char* kSchema = "hangtime/stubs/1";

std::optional<std::string> content_of(const fs::path& file) {
  std::ifstream in(file, std::ios::binary);
  std::string text{std::istreambuf_iterator<char>(in), {}};
  if (!in.is_open() || in.bad()) return std::nullopt;
  return text;
}

CourseError damaged(std::string message) {
  return CourseError({{.file = "exercises/stubs.json", .message = std::move(message)}});
}

}  // namespace

fs::path stubs_file(const fs::path& exercises) { return exercises / "stubs.json"; }

Stubs load_stubs(const fs::path& exercises) {
  const fs::path file = stubs_file(exercises);
  const auto text = content_of(file);
  if (!text) throw damaged("the course keeps no stubs: there is no such file");
  try {
    const json value = json::parse(*text);
    if (value.at("schema") != kSchema) throw json::other_error::create(501, "another schema", nullptr);
    return value.at("exercises").get<Stubs>();
  } catch (const json::exception&) {
    throw damaged("this file is damaged; take it from the course again");
  }
}

Stub files_of(const Exercise& exercise) {
  Stub files;
  for (const std::string& name : exercise.edit) {
    if (auto text = content_of(exercise.folder / name)) files[name] = std::move(*text);
  }
  return files;
}

Stubs files_of(const Course& course) {
  Stubs all;
  for (const Exercise& exercise : course.exercises) all[exercise.id] = files_of(exercise);
  return all;
}

std::string to_text(const Stubs& stubs) {
  return json{{"schema", kSchema}, {"exercises", stubs}}.dump(1, ' ', false, json::error_handler_t::replace) + "\n";
}

}  // namespace grader
