#include <algorithm>
#include <set>

#include "grader/events/event.hpp"

namespace grader {
namespace {

/// Theory of operation: the stream is written by the proctor, which the student cannot reach, but the proctor can die
/// at any byte of it. So every planned test begins as `kNotRun`, becomes a `kGraderError` when it starts and what it
/// was when it ends; whatever line the stream breaks off at, what is left in the record is the truth as far as it is
/// known.
class Fold {
 public:
  void operator()(const RunStarted& event) {
    consistent_ = consistent_ && !started_ && !ended_;
    started_ = true;
    record_.seed = event.seed;
    for (const TestName& test : event.tests) result(test);
  }

  void operator()(const TestStarted& event) {
    consistent_ = consistent_ && !ended_;
    TestResult& running = result(event.test);
    if (finished_.contains(event.test)) return;
    running.status = TestStatus::kGraderError;
    running.message = "the proctor ended in the middle of this test";
  }

  void operator()(const TestEnded& event) {
    consistent_ = consistent_ && !ended_;
    TestResult& running = result(event.result.test);
    if (finished_.insert(event.result.test).second) {
      running = event.result;
    } else {
      running.status = TestStatus::kGraderError;
      running.message = "the proctor reported this test twice";
    }
  }

  void operator()(const RunEnded& event) {
    consistent_ = consistent_ && !ended_ && event.tests == finished_.size();
    ended_ = true;
  }

  RunRecord take() {
    record_.complete = consistent_ && started_ && ended_ && finished_.size() == record_.tests.size();
    return std::move(record_);
  }

 private:
  TestResult& result(const TestName& test) {
    const auto found = std::ranges::find(record_.tests, test, &TestResult::test);
    if (found != record_.tests.end()) return *found;
    TestResult fresh;
    fresh.test = test;
    return record_.tests.emplace_back(std::move(fresh));
  }

  RunRecord record_;
  std::set<TestName> finished_;
  bool started_ = false;
  bool ended_ = false;
  bool consistent_ = true;
};

}  // namespace

RunRecord fold(const std::vector<Event>& events) {
  Fold fold;
  for (const Event& event : events) std::visit(fold, event);
  return fold.take();
}

}  // namespace grader
