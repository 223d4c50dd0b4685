#include "grader/attacks/judge.hpp"

#include <algorithm>
#include <regex>

namespace attacks {
namespace {

using grader::TestResult;
using grader::TestStatus;

// Everything that a report would say about it, student's source lines included.
std::string all_that_is_told(const grader::BuildResult& build, const grader::RunRecord& run) {
  std::string text = build.message + "\n";
  for (const auto& diagnostic : build.diagnostics) text += diagnostic.message + "\n" + diagnostic.source_line + "\n";
  for (const TestResult& test : run.tests) {
    text += test.message + "\n" + test.expected + "\n" + test.got + "\n";
    for (const auto* part : {&test.timeline, &test.diagnostics})
      text += part->dump(-1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
  }
  return text;
}

bool undecided(const grader::BuildResult& build, const grader::RunRecord& run) {
  return build.status == grader::BuildResult::Status::kGraderError ||
         std::ranges::any_of(run.tests, [](const TestResult& test) {
           return test.status == TestStatus::kGraderError || test.status == TestStatus::kNotRun;
         });
}

std::string why_undecided(const grader::BuildResult& build, const grader::RunRecord& run) {
  if (build.status == grader::BuildResult::Status::kGraderError) return build.message;
  for (const TestResult& test : run.tests) {
    if (test.status == TestStatus::kGraderError) return test.test.criterion + ": " + test.message;
  }
  return "a test did not run";
}

// One line for each row that differs between what a submission earned and the most it could.
std::string lost_rows(const grader::RunRecord& run) {
  std::string text;
  for (const TestResult& test : run.tests) {
    if (test.status == TestStatus::kPassed) continue;
    text += "\n      " + test.test.criterion + ": " + test.message.substr(0, 200);
    if (!test.got.empty()) text += " | got " + test.got.substr(0, 200);
  }
  return text;
}

}  // namespace

Outcome judge(const Attack& attack, const grader::ExerciseScore& score, const grader::BuildResult& build,
              const grader::RunRecord& run, const std::vector<std::string>& secrets, std::string_view level) {
  const std::string told = all_that_is_told(build, run);
  Outcome outcome{.file = attack.file, .open = attack.open_at.contains(std::string(level)), .deviations = {}};
  const bool built = build.status == grader::BuildResult::Status::kBuilt;
  outcome.forged = score.earned > attack.earned;
  outcome.stole = std::ranges::any_of(secrets, [&](const std::string& secret) { return told.contains(secret); });
  outcome.broke_grader = undecided(build, run);
  const auto deviates = [&outcome](std::string what) { outcome.deviations.push_back(std::move(what)); };
  if (outcome.broke_grader) deviates("the grader could not judge it: " + why_undecided(build, run));
  if (outcome.stole) deviates("a secret is in the report");
  if (built != attack.builds) deviates(built ? "it was built" : "it was not built: " + build.message + "\n" + told);
  if (score.earned != attack.earned) {
    deviates("it earned " + std::to_string(score.earned) + " points instead of " + std::to_string(attack.earned) +
             lost_rows(run));
  }
  if (!attack.says.empty() && !std::regex_search(told, std::regex(attack.says)))
    deviates("nothing says \"" + attack.says + "\"" + lost_rows(run) + (built ? "" : "\n" + told.substr(0, 500)));
  return outcome;
}

}  // namespace attacks
