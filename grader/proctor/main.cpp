// The main program of every proctor: hidden tests, linked with this, are run against one subject.
//
//   PROCTOR --subject FILE --events-fd N --seed S [--test CRITERION.NAME]…    run; results leave as events on
//   descriptor N PROCTOR --list                                                            print the tests as JSON
//   PROCTOR --subject FILE [--seed S] [--test …]                              run for an author: GoogleTest's own
//   output
//
// Tests that only read answers.json, in the working folder, need no subject.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <CLI/CLI.hpp>
#include <csignal>
#include <iostream>
#include <memory>
#include <nlohmann/json.hpp>

#include "grader/proctor/answers.hpp"
#include "grader/proctor/config.hpp"
#include "grader/proctor/reporter.hpp"
#include "grader/proctor/start.hpp"
#include "grader/proctor/tryout.hpp"

namespace {

void print_tests(const std::string& exercise) {
  nlohmann::ordered_json tests = nlohmann::ordered_json::array();
  for (const grader::TestName& test : proctor::planned_tests(*::testing::UnitTest::GetInstance())) {
    tests.push_back({{"criterion", test.criterion}, {"name", test.name}});
  }
  const bool tryout = proctor::has_tryout(*::testing::UnitTest::GetInstance());
  std::cout << nlohmann::ordered_json{{"exercise", exercise}, {"tests", tests}, {"tryout", tryout}}.dump(2) << '\n';
}

std::string filter_of(const std::vector<std::string>& tests) {
  std::string tryout = std::string(proctor::kTryoutSuite) + ".*";
  if (!proctor::config().tryout.is_null()) return tryout;
  std::string filter;
  for (const std::string& test : tests) filter += (filter.empty() ? "" : ":") + test;
  return (filter.empty() ? "*" : filter) + "-" + tryout;
}

}  // namespace

/// The exercise's id, which each proctor brings along with its tests.
extern const char* const kExercise;

int main(int argc, char** argv) {
  const std::string exercise = kExercise;
  CLI::App app{"Hidden tests of exercise " + exercise};
  bool list = false;
  int events_fd = -1;
  std::vector<std::string> tests;
  std::int64_t wall_ms = proctor::config().test_wall.count();
  std::int64_t cpu_ms = proctor::config().test_cpu.count();
  app.add_flag("--list", list, "Print the tests as JSON and exit");
  app.add_option("--subject", proctor::config().subject, "The student's program")->check(CLI::ExistingFile);
  app.add_option("--events-fd", events_fd, "Descriptor that takes the event stream");
  app.add_option("--seed", proctor::config().seed, "Seed of the tests' inputs and order");
  app.add_option("--test", tests, "Run only this test (CRITERION.NAME; * matches anything)");
  app.add_option("--test-wall-ms", wall_ms, "Real time a subject may live")->check(CLI::PositiveNumber);
  app.add_option("--test-cpu-ms", cpu_ms, "Processor time a subject may use")->check(CLI::PositiveNumber);
  app.add_option("--test-memory", proctor::config().test_memory, "Bytes that a subject may use; 0: no limit");
  app.add_option("--test-tasks", proctor::config().test_tasks, "Processes and threads of a subject; 0: no limit");
  sandbox::Confinement& confinement = proctor::config().confinement;
  std::string level{sandbox::to_string(confinement.level)};
  std::int64_t uid = -1;
  app.add_option("--isolation", level, "Isolation level of subjects")
      ->check(CLI::IsMember({"A+", "A", "B", "B-", "C"}));
  app.add_option("--launcher", confinement.launcher, "The program that starts subjects")->check(CLI::ExistingFile);
  app.add_option("--bwrap", confinement.bwrap, "bubblewrap")->check(CLI::ExistingFile);
  app.add_option("--uid", uid, "User that subjects run as")->check(CLI::PositiveNumber);
  app.add_option("--cgroup", confinement.cgroup, "Cgroup below which those of subjects are made")
      ->check(CLI::ExistingDirectory);
  app.add_option("--visible", confinement.visible, "Files that subjects may read")->check(CLI::ExistingFile);
  app.add_flag("--lock-in", confinement.lock_in, "Keep files, network and other processes from this program, too");
  app.add_option_function<std::string>(
      "--try", [](const std::string& text) { proctor::config().tryout = nlohmann::json::parse(text); },
      "Run the tryout and no test: {\"faults\": [{\"id\", …}], \"limit_ns\", \"retries\"}");
  app.add_option("--output-bytes", proctor::config().output_bytes, "What is kept of a subject's output");
  CLI11_PARSE(app, argc, argv);
  confinement.level = sandbox::level_from(level).value_or(sandbox::Level::kC);
  if (uid > 0) confinement.uid = static_cast<uid_t>(uid);
  proctor::config().test_wall = std::chrono::milliseconds(wall_ms);
  proctor::config().test_cpu = std::chrono::milliseconds(cpu_ms);

  int no_arguments = 1;
  ::testing::InitGoogleMock(&no_arguments, argv);
  if (list) {
    print_tests(exercise);
    return 0;
  }
  proctor::load_answers();
  std::signal(SIGPIPE, SIG_IGN);
  if (confinement.lock_in) {
    try {
      proctor::lock_in();
    } catch (const std::system_error& error) {
      std::cerr << "cannot lock itself in: " << error.what() << '\n';
      return 1;
    }
  }
  proctor::config().start_ahead = true;
  ::testing::GTEST_FLAG(filter) = filter_of(tests);
  ::testing::GTEST_FLAG(shuffle) = true;
  ::testing::GTEST_FLAG(random_seed) = static_cast<int>(proctor::config().seed % 99'999) + 1;
  if (events_fd >= 0) {
    auto& listeners = ::testing::UnitTest::GetInstance()->listeners();
    delete listeners.Release(listeners.default_result_printer());
    listeners.Append(new proctor::Reporter(events_fd, exercise, proctor::config().seed));
    std::ignore = RUN_ALL_TESTS();
    proctor::discard_spare();
    return 0;  // the verdict is in the events
  }
  const int status = RUN_ALL_TESTS();
  proctor::discard_spare();
  return status;
}
