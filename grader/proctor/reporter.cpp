#include "grader/proctor/reporter.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdlib>
#include <string_view>
#include <utility>

#include "grader/proctor/failure_text.hpp"
#include "grader/proctor/record.hpp"
#include "grader/proctor/tryout.hpp"

namespace proctor {
namespace {

// What one test may add to the event stream. Everything in it comes from the subject, and a report is read by people.
constexpr std::size_t kMostText = 16 * 1024;
constexpr std::size_t kMostEntries = 2'000;
constexpr std::size_t kMostEntryBytes = 2 * 1024;

std::string cut(std::string text, std::size_t most) {
  if (text.size() <= most) return text;
  const std::size_t left_out = text.size() - most;
  text.resize(most);
  // Half a character at the end would not be text any more; the stream's encoder mends it.
  return text + " … (" + std::to_string(left_out) + " more bytes)";
}

// Cuts every text inside.
void cut_texts(nlohmann::json& value) {
  if (value.is_string()) value = cut(value.get<std::string>(), kMostEntryBytes);
  if (value.is_structured()) {
    for (auto& part : value) cut_texts(part);
  }
}

void bound(nlohmann::json& entries) {
  if (entries.size() > kMostEntries) {
    const std::size_t left_out = entries.size() - kMostEntries;
    entries.erase(entries.begin() + static_cast<long>(kMostEntries), entries.end());
    entries.push_back(
        {{"at_ms", entries.back().value("at_ms", 0.0)}, {"what", "… (" + std::to_string(left_out) + " more entries)"}});
  }
  for (auto& entry : entries) {
    cut_texts(entry);
    if (entry.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace).size() > 4 * kMostEntryBytes)
      entry = {{"at_ms", entry.value("at_ms", 0.0)},
               {"what", cut(entry.value("what", ""), 200) + " (too long to show)"}};
  }
}

// What the subject's end or the first failed assertions say; a dead subject explains more than the assertion that
// noticed it, and what such an end means comes first.
void explain(grader::TestResult& result, const TestRecord& record, const std::vector<std::string>& failures) {
  const bool has_meaning = record.fate && !record.fate->meaning.empty();
  if (has_meaning) result.message = record.fate->meaning;
  for (const std::string& failure : failures) {
    const FailureText text = student_text(failure);
    if (has_meaning && text.message == record.fate->message) continue;  // it stands under "got" already
    if (result.expected.empty() && result.got.empty()) {
      result.expected = text.expected;
      result.got = text.got;
    }
    if (text.message.empty() || result.message.find(text.message) != std::string::npos) continue;
    result.message += (result.message.empty() ? "" : "\n") + text.message;
  }
  if (record.fate) {
    result.got = record.fate->message;
    if (result.message.empty()) result.message = record.fate->message;
  }
}

bool is_tryout(const ::testing::TestSuite& suite) { return std::string_view(suite.name()) == kTryoutSuite; }

}  // namespace

bool has_tryout(const ::testing::UnitTest& unit_test) {
  for (int i = 0; i < unit_test.total_test_suite_count(); ++i) {
    if (is_tryout(*unit_test.GetTestSuite(i))) return true;
  }
  return false;
}

std::vector<grader::TestName> planned_tests(const ::testing::UnitTest& unit_test) {
  std::vector<grader::TestName> tests;
  for (int i = 0; i < unit_test.total_test_suite_count(); ++i) {
    const ::testing::TestSuite& suite = *unit_test.GetTestSuite(i);
    if (is_tryout(suite)) continue;
    for (int j = 0; j < suite.total_test_count(); ++j) {
      tests.push_back({.criterion = suite.name(), .name = suite.GetTestInfo(j)->name()});
    }
  }
  return tests;
}

Reporter::Reporter(int fd, std::string exercise, std::uint64_t seed)
    : fd_(fd), exercise_(std::move(exercise)), seed_(seed) {}

void Reporter::OnTestProgramStart(const ::testing::UnitTest& unit_test) {
  grader::RunStarted started{.exercise = exercise_, .seed = seed_, .tests = {}};
  for (int i = 0; i < unit_test.total_test_suite_count(); ++i) {
    const ::testing::TestSuite& suite = *unit_test.GetTestSuite(i);
    for (int j = 0; j < suite.total_test_count(); ++j) {
      const ::testing::TestInfo& info = *suite.GetTestInfo(j);
      if (info.should_run()) started.tests.push_back({.criterion = suite.name(), .name = info.name()});
    }
  }
  write(started);
}

void Reporter::OnTestStart(const ::testing::TestInfo& info) {
  current_record() = TestRecord{};
  failures_.clear();
  started_ = std::chrono::steady_clock::now();
  write(grader::TestStarted{{.criterion = info.test_suite_name(), .name = info.name()}});
}

void Reporter::OnTestPartResult(const ::testing::TestPartResult& result) {
  if (result.failed()) failures_.emplace_back(result.message());
}

void Reporter::OnTestEnd(const ::testing::TestInfo& info) {
  const TestRecord& record = current_record();
  grader::TestResult result;
  result.test = {.criterion = info.test_suite_name(), .name = info.name()};
  result.wall_ms =
      std::chrono::duration_cast<std::chrono::milliseconds>(std::chrono::steady_clock::now() - started_).count();
  result.timeline = record.timeline;
  result.diagnostics = record.diagnostics;
  if (!record.infrastructure_error.empty()) {
    result.status = grader::TestStatus::kGraderError;
    result.message = record.infrastructure_error;
  } else if (record.fate) {
    // A subject that died fails its test, whatever the assertions saw of it before.
    result.status =
        record.fate->kind == Outcome::Kind::kTimedOut ? grader::TestStatus::kTimedOut : grader::TestStatus::kCrashed;
    explain(result, record, failures_);
  } else if (!failures_.empty()) {
    result.status = record.hung ? grader::TestStatus::kTimedOut : grader::TestStatus::kFailed;
    explain(result, record, failures_);
  } else {
    result.got = record.outcome;
    result.message = record.remark;
    result.status = info.result()->Skipped() ? grader::TestStatus::kSkipped : grader::TestStatus::kPassed;
  }
  result.message = cut(std::move(result.message), kMostText);
  result.expected = cut(std::move(result.expected), kMostText);
  result.got = cut(std::move(result.got), kMostText);
  bound(result.timeline);
  bound(result.diagnostics);
  ++ended_;
  write(grader::TestEnded{std::move(result)});
}

void Reporter::OnTestProgramEnd(const ::testing::UnitTest&) { write(grader::RunEnded{ended_}); }

void Reporter::write(const grader::Event& event) {
  const std::string line = grader::to_line(event) + "\n";
  std::string_view rest = line;
  while (!rest.empty()) {
    const ssize_t written = ::write(fd_, rest.data(), rest.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) std::_Exit(3);  // nobody reads the verdict: the grader is gone
    rest.remove_prefix(static_cast<std::size_t>(written));
  }
}

}  // namespace proctor
