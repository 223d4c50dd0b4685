#include "grader/commands/verify_plan.hpp"

#include <algorithm>
#include <fstream>
#include <iterator>
#include <system_error>

#include "grader/build/text.hpp"
#include "mock_server/text/suggest.hpp"
#include "mock_server/text/terminal_text.hpp"

namespace grader {
namespace {

using mock_server::text::did_you_mean;
using mock_server::text::split_lines;

namespace fs = std::filesystem;

constexpr std::size_t kMinRight = 2;
constexpr std::size_t kMinWrong = 5;
constexpr std::size_t kFirstLines = 10;
constexpr std::string_view kLoses = "// Loses:";

Deviation deviation(std::string file, std::string message) {
  Deviation made;
  made.file = std::move(file);
  made.message = std::move(message);
  return made;
}

std::vector<std::string> criterion_ids(const Exercise& exercise) {
  std::vector<std::string> ids;
  ids.reserve(exercise.criteria.size());
  for (const Criterion& criterion : exercise.criteria) ids.push_back(criterion.id);
  return ids;
}

std::string below(const fs::path& root, const fs::path& file) { return file.lexically_relative(root).generic_string(); }

class Planner {
 public:
  Planner(const fs::path& root, const Exercise& exercise) : root_(root), exercise_(exercise) {
    plan_.exercise = &exercise;
    solutions_ = root / "solutions" / exercise.id;
  }

  ExercisePlan plan() {
    add(Variant::Role::kStub, exercise_.folder / exercise_.edit.front());
    add(Variant::Role::kReference, solutions_ / exercise_.edit.front());
    add_folder(Variant::Role::kRight, "right", kMinRight);
    add_folder(Variant::Role::kWrong, "wrong", kMinWrong);
    return std::move(plan_);
  }

 private:
  void add_folder(Variant::Role role, const char* name, std::size_t least) {
    const fs::path folder = solutions_ / name;
    std::vector<fs::path> files;
    std::error_code ignored;
    for (const auto& entry : fs::directory_iterator(folder, ignored)) {
      if (!file_for(entry.path()).empty()) files.push_back(entry.path());
    }
    std::ranges::sort(files);
    for (const fs::path& file : files) add(role, file);
    if (files.size() < least) {
      plan_.deviations.push_back(deviation(
          below(root_, folder),
          "holds " + std::to_string(files.size()) + " solutions; at least " + std::to_string(least) + " are needed"));
    }
  }

  // A variant is one file, for the first of the exercise's files that ends alike. The others come from the reference where it has them.
  std::string file_for(const fs::path& variant) const {
    for (const std::string& name : exercise_.edit) {
      if (fs::path(name).extension() == variant.extension()) return name;
    }
    return {};
  }

  void add(Variant::Role role, const fs::path& file) {
    Variant variant;
    variant.role = role;
    variant.file = below(root_, file);
    variant.intake.status = Intake::Status::kTaken;
    const std::string varied = file_for(file);
    for (const std::string& name : exercise_.edit) {
      const fs::path better = solutions_ / name;
      const bool from_solution = role != Variant::Role::kStub && fs::exists(better);
      std::string content;
      if (!read(name == varied ? file : from_solution ? better : exercise_.folder / name, content)) return;
      if (name == varied && role == Variant::Role::kWrong) read_loses(exercise_, content, variant, plan_.deviations);
      variant.intake.files.push_back({name, std::move(content)});
    }
    plan_.variants.push_back(std::move(variant));
  }

  bool read(const fs::path& file, std::string& content) {
    std::ifstream in(file, std::ios::binary);
    content.assign(std::istreambuf_iterator<char>(in), {});
    if (in && !in.bad()) return true;
    plan_.deviations.push_back(deviation(below(root_, file), "there is no such file"));
    return false;
  }

  const fs::path& root_;
  const Exercise& exercise_;
  fs::path solutions_;
  ExercisePlan plan_;
};

std::string_view trim(std::string_view text) {
  const auto is_blank = [](char c) { return c == ' ' || c == '\t' || c == '\r'; };
  while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
  while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
  return text;
}

}  // namespace

ExercisePlan plan_verification(const fs::path& root, const Exercise& exercise) {
  return Planner(root, exercise).plan();
}

void read_loses(const Exercise& exercise, const std::string& text, Variant& variant,
                std::vector<Deviation>& deviations) {
  const std::vector<std::string> ids = criterion_ids(exercise);
  const auto lines = split_lines(text);
  const auto wrong = [&](std::size_t i, std::string message) {
    deviations.push_back(deviation(variant.file, std::move(message)));
    deviations.back().line = static_cast<unsigned>(i + 1);
  };
  for (std::size_t i = 0; i < std::min(lines.size(), kFirstLines); ++i) {
    if (!lines[i].starts_with(kLoses)) continue;
    variant.loses_line = static_cast<unsigned>(i + 1);
    std::string_view rest = lines[i].substr(kLoses.size());
    while (!rest.empty()) {
      const std::size_t comma = std::min(rest.find(','), rest.size());
      const std::string name(trim(rest.substr(0, comma)));
      rest.remove_prefix(std::min(comma + 1, rest.size()));
      if (std::ranges::find(ids, name) == ids.end()) {
        wrong(i, "\"" + neutralise(name) + "\" is no criterion of " + exercise.id + did_you_mean(name, ids));
      } else if (std::ranges::find(variant.loses, name) == variant.loses.end()) {
        variant.loses.push_back(name);
      }
    }
  }
  if (variant.loses_line == 0) {
    wrong(0, "does not say what it loses; one of its first " + std::to_string(kFirstLines) +
                 " lines must be '// Loses: criterion, …'");
  } else if (variant.loses.empty()) {
    wrong(variant.loses_line - 1, "names no criterion that it loses");
  }
}

std::vector<Deviation> compare_with_tests(const Exercise& exercise, const std::vector<TestName>& tests) {
  std::vector<Deviation> deviations;
  const std::string manifest = "exercises/" + exercise.id + "/exercise.json";
  const std::vector<std::string> ids = criterion_ids(exercise);
  for (const Criterion& criterion : exercise.criteria) {
    const bool has_tests = std::ranges::find(tests, criterion.id, &TestName::criterion) != tests.end();
    if (has_tests != criterion.is_manual()) continue;
    deviations.push_back(deviation(manifest, has_tests
                                                 ? "a person judges it, and there is a test suite of this name"
                                                 : "no hidden test proves it: there is no test suite of this name"));
    deviations.back().criterion = criterion.id;
  }
  for (const TestName& test : tests) {
    if (std::ranges::find(ids, test.criterion) != ids.end()) continue;
    deviations.push_back(
        deviation(manifest, "no criterion has the name of this test's suite" + did_you_mean(test.criterion, ids)));
    deviations.back().criterion = test.criterion;
    deviations.back().test = test.name;
  }
  return deviations;
}

std::string_view to_string(Variant::Role role) {
  switch (role) {
    case Variant::Role::kStub:
      return "stub";
    case Variant::Role::kReference:
      return "reference";
    case Variant::Role::kRight:
      return "right";
    case Variant::Role::kWrong:
      return "wrong";
  }
  return "";
}

}  // namespace grader
