#include "grader/build/run_proctor.hpp"

#include <unistd.h>

#include <algorithm>
#include <set>
#include <string_view>
#include <utility>

#include "grader/build/errors.hpp"
#include "grader/build/process.hpp"
#include "grader/build/text.hpp"

namespace grader {
namespace {

using End = ProcessResult::End;

constexpr std::size_t kMaxStreamBytes = 64 * 1024 * 1024;
constexpr int kEventsFd = 3;  // where run_process puts the event pipe

// Splits the stream into lines as it arrives. A last line without its end is torn, not wrong.
class EventReader {
 public:
  bool add(std::string_view chunk) {
    bytes_ += chunk.size();
    if (bytes_ > kMaxStreamBytes) problem_ = "wrote more than 64 MiB of events";
    for (std::size_t end = 0; problem_.empty() && (end = chunk.find('\n')) != std::string::npos;) {
      rest_ += chunk.substr(0, end);
      chunk.remove_prefix(end + 1);
      take(std::exchange(rest_, {}));
    }
    rest_ += chunk;
    return problem_.empty();
  }
  const std::vector<Event>& events() const { return events_; }
  const std::string& problem() const { return problem_; }

 private:
  void take(const std::string& line) {
    if (auto event = parse_line(line)) {
      events_.push_back(std::move(*event));
    } else {
      problem_ = "wrote a line that is no event: " + cut_text(neutralise(line), 200);
    }
  }

  std::vector<Event> events_;
  std::string rest_;
  std::string problem_;
  std::size_t bytes_ = 0;
};

std::vector<std::string> proctor_environment(const ProctorJob& job) {
  std::vector<std::string> variables;
  for (char** variable = environ; *variable != nullptr; ++variable) {
    const std::string_view text(*variable);
    // A filter or a shard left over in the environment would silently change which tests run.
    if (text.starts_with("GTEST_") || text.starts_with("TMPDIR=") || text.starts_with("LD_PRELOAD=")) continue;
    variables.emplace_back(text);
  }
  variables.push_back("TMPDIR=" + job.folder.string());
  return variables;
}

void add_confinement(std::vector<std::string>& arguments, const sandbox::Confinement& confinement) {
  const auto add = [&arguments](const char* option, std::string value) {
    arguments.emplace_back(option);
    arguments.push_back(std::move(value));
  };
  add("--isolation", std::string(sandbox::to_string(confinement.level)));
  if (!confinement.launcher.empty()) add("--launcher", confinement.launcher.string());
  if (!confinement.bwrap.empty()) add("--bwrap", confinement.bwrap.string());
  if (confinement.uid) add("--uid", std::to_string(*confinement.uid));
  for (const std::filesystem::path& file : confinement.visible) add("--visible", file.string());
  if (!confinement.cgroup.empty()) add("--cgroup", confinement.cgroup.string());
  if (confinement.lock_in) arguments.emplace_back("--lock-in");
}

std::string shown(const TestName& test) { return test.criterion + "." + test.name; }

RunRecord all_grader_errors(const ProctorJob& job, const std::string& message) {
  RunRecord record;
  record.seed = job.seed;
  for (const TestName& test : job.planned) {
    TestResult result;
    result.test = test;
    result.status = TestStatus::kGraderError;
    result.message = message;
    record.tests.push_back(std::move(result));
  }
  return record;
}

// A proctor shuffles its tests; a report does not depend on the seed more than it must.
void sort_as_planned(RunRecord& record, const std::vector<TestName>& planned) {
  std::ranges::sort(record.tests, {},
                    [&](const TestResult& result) { return std::ranges::find(planned, result.test); });
}

std::string first_grader_error(const RunRecord& record) {
  const auto broken = std::ranges::find(record.tests, TestStatus::kGraderError, &TestResult::status);
  return broken == record.tests.end() ? "" : shown(broken->test) + ": " + broken->message;
}

std::size_t timeouts_in(const std::vector<Event>& events) {
  return static_cast<std::size_t>(std::ranges::count_if(events, [](const Event& event) {
    const auto* ended = std::get_if<TestEnded>(&event);
    return ended != nullptr && ended->result.status == TestStatus::kTimedOut;
  }));
}

bool has_ended(const std::vector<Event>& events, const TestName& test) {
  return std::ranges::any_of(events, [&](const Event& event) {
    const auto* ended = std::get_if<TestEnded>(&event);
    return ended != nullptr && ended->result.test == test;
  });
}

// Walks through the events with what is known so far.
class Story {
 public:
  explicit Story(const ProctorJob& job) : job_(job), planned_(job.planned.begin(), job.planned.end()) {}

  std::string next(const RunStarted& event) {
    if (started_) return "started twice";
    started_ = true;
    if (event.exercise != job_.exercise.id) return "tests " + event.exercise + " instead of " + job_.exercise.id;
    if (event.seed != job_.seed) return "did not use the seed it was given";
    if (std::set(event.tests.begin(), event.tests.end()) != planned_)
      return "plans other tests than its test list names";
    return {};
  }
  std::string next(const TestStarted& event) {
    if (!started_ || ended_ || running_) return "started " + shown(event.test) + " out of turn";
    if (!planned_.contains(event.test)) return "started a test nobody planned: " + shown(event.test);
    if (!seen_.insert(event.test).second) return "started " + shown(event.test) + " twice";
    running_ = event.test;
    return {};
  }
  std::string next(const TestEnded& event) {
    // A test that is skipped because of another one may end without having started.
    if (!started_ || ended_ || (running_ && *running_ != event.result.test))
      return "ended " + shown(event.result.test) + " out of turn";
    if (!running_ && (event.result.status != TestStatus::kSkipped || !planned_.contains(event.result.test) ||
                      !seen_.insert(event.result.test).second)) {
      return "ended " + shown(event.result.test) + " without having started it";
    }
    running_.reset();
    ++tests_ended_;
    return {};
  }
  std::string next(const RunEnded& event) {
    if (!started_ || ended_ || running_) return "ended its run out of turn";
    ended_ = true;
    if (event.tests != tests_ended_)
      return "counts " + std::to_string(event.tests) + " tests after reporting " + std::to_string(tests_ended_);
    return {};
  }

 private:
  const ProctorJob& job_;
  std::set<TestName> planned_;
  std::set<TestName> seen_;
  std::optional<TestName> running_;
  std::size_t tests_ended_ = 0;
  bool started_ = false;
  bool ended_ = false;
};

}  // namespace

std::string contradiction_in(const std::vector<Event>& events, const ProctorJob& job) {
  Story story(job);
  for (const Event& event : events) {
    const std::string problem = std::visit([&](const auto& e) { return story.next(e); }, event);
    if (!problem.empty()) return problem;
  }
  return {};
}

ProctorRun run_proctor(const ProctorJob& job, const Interruption& interruption) {
  EventReader reader;
  Command command;
  command.program = job.parts.proctor;
  const Limits& test_limits = job.exercise.limits;
  command.arguments = {"--events-fd",    std::to_string(kEventsFd),
                       "--seed",         std::to_string(job.seed),
                       "--test-wall-ms", std::to_string(test_limits.test_wall.count()),
                       "--test-cpu-ms",  std::to_string(test_limits.test_cpu.count()),
                       "--test-memory",  std::to_string(test_limits.memory_bytes),
                       "--test-tasks",   std::to_string(test_limits.tasks),
                       "--output-bytes", std::to_string(test_limits.output_bytes)};
  add_confinement(command.arguments, job.confinement);
  if (!job.tryout.empty()) command.arguments.insert(command.arguments.end(), {"--try", job.tryout});
  if (!job.all_tests) {
    for (const TestName& test : job.planned) command.arguments.insert(command.arguments.end(), {"--test", shown(test)});
  }
  if (!job.subject.empty()) command.arguments.insert(command.arguments.begin(), {"--subject", job.subject.string()});
  command.environment = proctor_environment(job);
  command.folder = job.folder;
  const auto enough = [&] { return job.most_timeouts > 0 && timeouts_in(reader.events()) >= job.most_timeouts; };
  command.on_events = [&](std::string_view chunk) { return reader.add(chunk) && !enough(); };
  const ProcessLimits limits{
      .wall = std::chrono::hours(6),                                // the silence decides; each test reports
      .silence = job.patience + 5 * job.exercise.limits.test_wall,  // a talking subject may live four
      .output_bytes = 16 * 1024};
  const ProcessResult process = run_process(command, limits, interruption);
  if (process.end == End::kInterrupted) throw Interrupted();

  std::string problem = reader.problem().empty() ? contradiction_in(reader.events(), job) : reader.problem();
  if (!problem.empty()) {
    problem = "the test program of " + job.exercise.id + " " + problem;
    return {all_grader_errors(job, problem), problem};
  }
  problem = "the test program of " + job.exercise.id + " " + describe_end(process);
  if (!process.output.empty()) problem += ": " + cut_text(neutralise(process.output), 1000);
  const bool any_test =
      std::ranges::any_of(reader.events(), [](const Event& e) { return std::holds_alternative<TestStarted>(e); });
  ProctorRun run{fold(reader.events()), {}};
  sort_as_planned(run.record, job.planned);
  if (run.record.complete) {
    run.problem = first_grader_error(run.record);
    return run;
  }
  if (enough()) {
    for (TestResult& test : run.record.tests) {
      if (has_ended(reader.events(), test.test)) continue;
      test.status = TestStatus::kNotRun;
      test.message.clear();
    }
    return run;
  }
  if (!any_test) return {all_grader_errors(job, problem + " (before its first test)"), problem};
  run.problem = problem;
  for (TestResult& test : run.record.tests) {
    if (test.status == TestStatus::kGraderError) test.message = problem;
  }
  return run;
}

}  // namespace grader
