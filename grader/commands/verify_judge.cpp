#include "grader/commands/verify_judge.hpp"

#include <algorithm>
#include <string>

#include "grader/build/text.hpp"

namespace grader {
namespace {

using Role = Variant::Role;

class Judgement {
 public:
  Judgement(const Variant& variant, const ExerciseScore& score) : variant_(variant), score_(score) {}

  std::vector<Deviation> pass() {
    switch (score_.build.status) {
      case BuildResult::Status::kBuilt:
        break;
      case BuildResult::Status::kFailed:
        return does_not_build();
      default:
        return {add(0, "", "", "grader error: " + score_.build.message)};
    }
    // Broken code may well be what the compiler warns about.
    if (variant_.role == Role::kStub && score_.exercise->kind != Kind::kDebug) refuse_warnings();
    for (const CriterionScore& criterion : score_.criteria) {
      if (!criterion.criterion->is_manual()) look_at(criterion);
    }
    return std::move(found_);
  }

 private:
  Deviation add(unsigned line, std::string criterion, std::string test, std::string message) {
    found_.push_back({variant_.file, line, std::move(criterion), std::move(test), std::move(message)});
    return found_.back();
  }

  std::vector<Deviation> does_not_build() {
    const auto& all = score_.build.diagnostics;
    const auto first = std::ranges::find(all, "error", &BuildDiagnostic::severity);
    const std::string why = first == all.end() ? "" : ": " + first->message;
    add(first == all.end() ? 0 : first->line, "", "", score_.build.message + why);
    return std::move(found_);
  }

  void refuse_warnings() {
    for (const BuildDiagnostic& diagnostic : score_.build.diagnostics) {
      if (diagnostic.severity == "warning")
        add(diagnostic.line, "", "", "the stub compiles with a warning: " + diagnostic.message);
    }
  }

  void look_at(const CriterionScore& criterion) {
    const std::string& id = criterion.criterion->id;
    const bool passed = criterion.status == CriterionStatus::kPassed;
    if (criterion.status == CriterionStatus::kGraderError || criterion.status == CriterionStatus::kNotRun) {
      report_tests(criterion, "grader error");
    } else if (variant_.role == Role::kStub) {
      if (passed) add(0, id, "", "the stub passes it");
      if (!passed && criterion.earned > 0)
        add(0, id, "", "the stub earns " + std::to_string(criterion.earned) + " points of it");
    } else if (variant_.role == Role::kWrong && is_named(id)) {
      if (passed) add(variant_.loses_line, id, "", "is said to be lost, but all its tests pass");
    } else if (!passed && !is_lost_with_another(criterion)) {
      report_tests(criterion,
                   variant_.role == Role::kWrong ? "is lost and not named" : "is lost by a correct solution");
    }
  }

  bool is_named(const std::string& id) const { return std::ranges::find(variant_.loses, id) != variant_.loses.end(); }

  bool is_lost_with_another(const CriterionScore& criterion) const {
    return variant_.role == Role::kWrong && criterion.status == CriterionStatus::kSkipped;
  }

  static std::string in_one_line(std::string text) {
    std::ranges::replace(text, '\n', ' ');
    return neutralise(text);
  }

  void report_tests(const CriterionScore& criterion, const std::string& what) {
    bool any = false;
    for (const TestResult& test : criterion.tests) {
      if (test.status == TestStatus::kPassed || (test.status == TestStatus::kSkipped && any)) continue;
      std::string message = what + ": " + std::string(to_string(test.status));
      if (!test.message.empty()) message += ": " + in_one_line(test.message);
      if (!test.expected.empty()) message += "; expected " + neutralise(test.expected);
      if (!test.got.empty()) message += "; got " + neutralise(test.got);
      add(0, criterion.criterion->id, test.test.name, message);
      any = true;
    }
    if (!any)
      add(0, criterion.criterion->id, "",
          what + (criterion.waits_for.empty() ? "" : ": it waits for " + criterion.waits_for));
  }

  const Variant& variant_;
  const ExerciseScore& score_;
  std::vector<Deviation> found_;
};

}  // namespace

std::vector<Deviation> judge(const Variant& variant, const ExerciseScore& score) {
  return Judgement(variant, score).pass();
}

}  // namespace grader
