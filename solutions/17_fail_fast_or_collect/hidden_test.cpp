#include <algorithm>
#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;

namespace {

constexpr auto kAll = "all_or_nothing";
constexpr auto kSome = "whatever_comes";

using Jobs = std::vector<Operation>;

class JobsTest : public Test {
 protected:
  Json value() { return {{"id", number(1, 9'999)}, {"name", word()}}; }
  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }

  Call start(const char* function, const Jobs& jobs) {
    const auto job = [&](std::size_t i) { return i < jobs.size() ? Argument(jobs[i]) : Argument(std::nullopt); };
    return subject.start(function, job(0), job(1), job(2), job(3), job(4), job(5));
  }
  Outcome run(const char* function, const Jobs& jobs) { return start(function, jobs).outcome(); }

  /// How `function` returns values that no job failed to give.
  static Json returned_by(const std::string& function, const std::vector<Json>& values) {
    Json list = Json::array();
    for (const Json& item : values) list.push_back(function == kAll ? item : Json{{"value", item}});
    return list;
  }
  static Json ok(const Json& item) { return {{"value", item}}; }
  static Json problem(const std::string& message) { return {{"problem", message}}; }

  void expect_cancelled_at(const Operation& job, Duration moment) {
    subject.settle();
    ASSERT_EQ(job.cancelled(), 1u) << "the job '" << job.name() << "' should have been cancelled";
    EXPECT_EQ(describe(*job.attempts().front().cancelled), describe(moment))
        << "the moment at which the job '" << job.name() << "' was cancelled";
  }
  void expect_over(const Jobs& jobs) {
    for (const Operation& job : jobs) {
      EXPECT_EQ(job.running(), 0u) << "the call is over, and the job '" << job.name() << "' is still running";
    }
  }
};

}  // namespace

#define JOBS_CRITERION(id) \
  class id : public JobsTest {}

JOBS_CRITERION(runs_all_at_once);

TEST_F(runs_all_at_once, AndReturnsTheirValuesInTheOrderOfTheJobs) {
  for (const char* function : {kAll, kSome}) {
    const std::vector<Json> values = {value(), value(), value()};
    const Jobs jobs = {operation("slow").takes(3s).returns(values[0]), operation("quick").takes(1s).returns(values[1]),
                       operation("medium").takes(2s).returns(values[2])};
    EXPECT_THAT(run(function, jobs), returned(returned_by(function, values))) << "from " << function;
  }
}

TEST_F(runs_all_at_once, AndReturnsWhenTheLastHasEnded) {
  for (const char* function : {kAll, kSome}) {
    const std::vector<Json> values = {value(), value(), value()};
    const auto longest = odd_duration(5'000, 9'000);
    const Jobs jobs = {operation("first").takes(4s).returns(values[0]),
                       operation("second").takes(longest).returns(values[1]),
                       operation("third").takes(3s).returns(values[2])};
    EXPECT_THAT(run(function, jobs), AllOf(returned(returned_by(function, values)), took(longest)))
        << "from " << function << "; the longest job took " << describe(longest);
  }
}

TEST_F(runs_all_at_once, BeginningWithAllOfThem) {
  for (const char* function : {kAll, kSome}) {
    Jobs jobs;
    for (int i = 0; i < 6; ++i) jobs.push_back(operation("job " + std::to_string(i)).takes(1s).returns(i));
    const auto begin = subject.now();
    EXPECT_THAT(run(function, jobs), returned(returned_by(function, {0, 1, 2, 3, 4, 5}))) << "from " << function;
    for (const Operation& job : jobs) {
      ASSERT_EQ(job.started(), 1u) << "how often '" << job.name() << "' was started by " << function;
      EXPECT_EQ(describe(job.attempts()[0].started - begin), describe(0s))
          << "when '" << job.name() << "' was started by " << function;
    }
  }
}

TEST_F(runs_all_at_once, WhenThereIsOneJob) {
  for (const char* function : {kAll, kSome}) {
    const Json only = value();
    EXPECT_THAT(run(function, {operation("job").takes(1s).returns(only)}), returned(returned_by(function, {only})))
        << "from " << function;
  }
}

TEST_F(runs_all_at_once, WhenThereAreNone) {
  for (const char* function : {kAll, kSome}) {
    EXPECT_THAT(run(function, {}), AllOf(returned(Json::array()), took(0s))) << "from " << function;
  }
}

TEST_F(runs_all_at_once, WhenTheyEndAtOnce) {
  for (const char* function : {kAll, kSome}) {
    const std::vector<Json> values = {value(), value()};
    EXPECT_THAT(run(function, {operation("one").returns(values[0]), operation("two").returns(values[1])}),
                AllOf(returned(returned_by(function, values)), took(0s)))
        << "from " << function;
  }
}

TEST_F(runs_all_at_once, WhateverTheyReturn) {
  for (const char* function : {kAll, kSome}) {
    const std::vector<Json> values = {false, 0, "", Json::array(), Json::object()};
    Jobs jobs;
    for (const Json& item : values) jobs.push_back(operation("job").takes(1s).returns(item));
    EXPECT_THAT(run(function, jobs), returned(returned_by(function, values))) << "from " << function;
  }
}

TEST_F(runs_all_at_once, InSeveralCallsAtTheSameTime) {
  const std::vector<Json> first = {value(), value()};
  const std::vector<Json> second = {value(), value()};
  auto one = start(kAll, {operation("a").takes(2s).returns(first[0]), operation("b").takes(4s).returns(first[1])});
  auto two = start(kSome, {operation("c").takes(3s).returns(second[0]), operation("d").takes(1s).returns(second[1])});
  EXPECT_THAT(two.outcome(), AllOf(returned(returned_by(kSome, second)), took(3s)));
  EXPECT_THAT(one.outcome(), AllOf(returned(returned_by(kAll, first)), took(4s)));
}

JOBS_CRITERION(fails_fast);

TEST_F(fails_fast, WhicheverOfTheJobsItIs) {
  for (std::size_t failing = 0; failing < 3; ++failing) {
    const std::string message = word();
    const auto moment = odd_duration(1'000, 9'000);
    const auto begin = subject.now();
    Jobs jobs = {operation("first"), operation("second"), operation("third")};
    jobs[failing].takes(moment).throws("TransportError", message);
    EXPECT_THAT(run(kAll, jobs), AllOf(threw("TransportError", message), took(moment)))
        << "job " << failing + 1 << " of 3 failed, the others hung";
    for (std::size_t i = 0; i < jobs.size(); ++i) {
      if (i != failing) expect_cancelled_at(jobs[i], begin + moment);
    }
  }
}

TEST_F(fails_fast, AlthoughTheOthersWouldHaveSucceeded) {
  const std::string message = word();
  const Jobs jobs = {operation("slow").takes(5s).returns(value()),
                     operation("failing").takes(2s).throws("ConnectError", message),
                     operation("slower").takes(9s).returns(value())};
  EXPECT_THAT(run(kAll, jobs), AllOf(threw("ConnectError", message), took(2s)));
  expect_cancelled_at(jobs[0], 2s);
  expect_cancelled_at(jobs[2], 2s);
}

TEST_F(fails_fast, AlsoWhenAJobHasSucceededBefore) {
  const std::string message = word();
  const Jobs jobs = {operation("done").takes(1s).returns(value()), operation("hanging").hangs(),
                     operation("failing").takes(2s).throws("TransportError", message)};
  EXPECT_THAT(run(kAll, jobs), AllOf(threw("TransportError", message), took(2s)));
  EXPECT_EQ(jobs[0].cancelled(), 0u) << "the job 'done' had ended before";
}

TEST_F(fails_fast, WithTheErrorThatWasFirst) {
  const std::string first = word();
  const Jobs jobs = {operation("later").takes(5s).throws("ConnectError", word()),
                     operation("first").takes(2s).throws("TransportError", first),
                     operation("last").takes(7s).throws("JsonError", word())};
  EXPECT_THAT(run(kAll, jobs), AllOf(threw("TransportError", first), took(2s)));
}

TEST_F(fails_fast, WithTheErrorUnchanged) {
  for (const char* type : {"TimeoutError", "ConnectError", "StatusError", "JsonError", "InvalidStateError"}) {
    const std::string message = word();
    EXPECT_THAT(run(kAll, {operation("hanging").hangs(), operation("failing").takes(1s).throws(type, message)}),
                threw(type, message));
  }
}

TEST_F(fails_fast, WhenAJobFailsAtOnce) {
  const std::string message = word();
  const Jobs jobs = {operation("failing").throws("TransportError", message), operation("hanging").hangs()};
  EXPECT_THAT(run(kAll, jobs), AllOf(threw("TransportError", message), took(0s)));
  expect_over(jobs);
}

TEST_F(fails_fast, WhenTheOnlyJobFails) {
  const std::string message = word();
  EXPECT_THAT(run(kAll, {operation("failing").takes(1s).throws("TransportError", message)}),
              threw("TransportError", message));
}

TEST_F(fails_fast, AfterTheCleanUpOfTheOthers) {
  const std::string message = word();
  const Jobs jobs = {operation("tidy").hangs().cleanup_takes(1s), operation("tidier").hangs().cleanup_takes(4s),
                     operation("failing").takes(2s).throws("TransportError", message)};
  const Outcome outcome = run(kAll, jobs);
  expect_over(jobs);
  EXPECT_THAT(outcome, AllOf(threw("TransportError", message), took(6s)))
      << "a job failed after 2 s, and the clean-up of another one took 4 s";
}

TEST_F(fails_fast, WhateverTheOthersDoAboutIt) {
  const std::string message = word();
  const Jobs jobs = {operation("failing to clean up").hangs().throws_when_cancelled("ConnectError", word()),
                     operation("not listening").hangs().returns_when_cancelled(value()),
                     operation("failing").takes(2s).throws("TransportError", message)};
  EXPECT_THAT(run(kAll, jobs), threw("TransportError", message)) << "the other errors came after the first";
}

TEST_F(fails_fast, AndLeavesNothingRunning) {
  ASSERT_THAT(run(kAll, {operation("hanging").hangs(), operation("failing").takes(1s).throws("JsonError", word())}),
              threw("JsonError"));
  EXPECT_EQ(subject.left_behind().tasks, 0u) << "the call is over, and tasks of it are still there";
}

TEST_F(fails_fast, AndDisturbsNoOtherCall) {
  const std::vector<Json> values = {value()};
  auto fine = start(kAll, {operation("fine").takes(3s).returns(values[0])});
  auto bad = start(kAll, {operation("hanging").hangs(), operation("failing").takes(1s).throws("JsonError", word())});
  EXPECT_THAT(bad.outcome(), threw("JsonError"));
  EXPECT_THAT(fine.outcome(), returned(returned_by(kAll, values))) << "a job of another call had failed";
}

TEST_F(fails_fast, AsSoonAsTheCallerIsCancelled) {
  const Jobs jobs = {operation("one").hangs(), operation("two").takes(9s).returns(value()).cleanup_takes(3s)};
  auto call = start(kAll, jobs);
  subject.advance(2s);
  call.cancel();
  const Outcome outcome = call.outcome();
  expect_over(jobs);
  EXPECT_THAT(outcome, AllOf(threw("CancelledError"), took(5s)))
      << "the caller was cancelled after 2 s, and a clean-up took 3 s";
  for (const Operation& job : jobs) expect_cancelled_at(job, 2s);
}

TEST_F(fails_fast, AlsoInRealTime) {
  World real{Time::kReal};
  const std::string message = word();
  const auto outcome = real.subject.call(kAll, operation("hanging").hangs(),
                                         operation("failing").takes(80ms).throws("TransportError", message),
                                         std::nullopt, std::nullopt, std::nullopt, std::nullopt);
  EXPECT_THAT(outcome, AllOf(threw("TransportError", message), took_at_least(80ms)));
}

JOBS_CRITERION(collects_everything);

TEST_F(collects_everything, WhichArrivesAfterAFailure) {
  const Json last = value();
  const std::string message = word();
  const Jobs jobs = {operation("failing").takes(1s).throws("TransportError", message),
                     operation("slow").takes(5s).returns(last)};
  EXPECT_THAT(run(kSome, jobs), AllOf(returned(Json{problem(message), ok(last)}), took(5s)));
  EXPECT_EQ(jobs[1].cancelled(), 0u) << "a job was cancelled because another one had failed";
}

TEST_F(collects_everything, WhicheverOfTheJobsFails) {
  for (std::size_t failing = 0; failing < 4; ++failing) {
    Jobs jobs;
    Json answers = Json::array();
    for (std::size_t i = 0; i < 4; ++i) {
      const Json item = value();
      const std::string message = word();
      jobs.push_back(operation("job " + std::to_string(i + 1)).takes(seconds(4 - i)));
      i == failing ? jobs.back().throws("ConnectError", message) : jobs.back().returns(item);
      answers.push_back(i == failing ? problem(message) : ok(item));
    }
    EXPECT_THAT(run(kSome, jobs), returned(answers)) << "job " << failing + 1 << " of 4 failed";
  }
}

TEST_F(collects_everything, WhateverTheErrors) {
  Jobs jobs;
  Json answers = Json::array();
  for (const char* type : {"TimeoutError", "ConnectError", "StatusError", "JsonError", "InvalidStateError", "other"}) {
    const std::string message = word();
    jobs.push_back(operation(type).takes(seconds(number(1, 9))).throws(type, message));
    answers.push_back(problem(message));
  }
  EXPECT_THAT(run(kSome, jobs), returned(answers)) << "all jobs failed";
}

TEST_F(collects_everything, WhenAJobFailsAtOnce) {
  const Json item = value();
  const std::string message = word();
  const Jobs jobs = {operation("failing").throws("JsonError", message), operation("slow").takes(2s).returns(item)};
  EXPECT_THAT(run(kSome, jobs), returned(Json{problem(message), ok(item)}));
}

TEST_F(collects_everything, WhenTheOnlyJobFails) {
  const std::string message = word();
  EXPECT_THAT(run(kSome, {operation("failing").takes(1s).throws("TransportError", message)}),
              returned(Json::array({problem(message)})));
}

TEST_F(collects_everything, WhenTheFailureComesLast) {
  const Json item = value();
  const std::string message = word();
  const auto moment = odd_duration(5'000, 9'000);
  const Jobs jobs = {operation("quick").takes(1s).returns(item),
                     operation("failing").takes(moment).throws("JsonError", message)};
  EXPECT_THAT(run(kSome, jobs), AllOf(returned(Json{ok(item), problem(message)}), took(moment)));
}

TEST_F(collects_everything, AndTellsAValueFromAProblem) {
  const std::string message = word();
  const Jobs jobs = {operation("null").takes(1s).returns(nullptr), operation("text").takes(1s).returns(message),
                     operation("failing").takes(1s).throws("JsonError", message)};
  EXPECT_THAT(run(kSome, jobs), returned(Json{ok(nullptr), ok(message), problem(message)}));
}

TEST_F(collects_everything, UntilTheCallerIsCancelled) {
  const Jobs jobs = {operation("failing").takes(1s).throws("JsonError", word()), operation("one").hangs(),
                     operation("two").takes(9s).returns(value()).cleanup_takes(3s)};
  auto call = start(kSome, jobs);
  subject.advance(2s);
  call.cancel();
  const Outcome outcome = call.outcome();
  expect_over(jobs);
  EXPECT_THAT(outcome, AllOf(threw("CancelledError"), took(5s)))
      << "the caller was cancelled after 2 s, and a clean-up took 3 s";
  expect_cancelled_at(jobs[1], 2s);
  expect_cancelled_at(jobs[2], 2s);
}

TEST_F(collects_everything, AndLeavesNothingRunning) {
  const std::string message = word();
  const Json item = value();
  ASSERT_THAT(run(kSome, {operation("failing").takes(1s).throws("JsonError", message),
                          operation("slow").takes(2s).returns(item)}),
              returned(Json{problem(message), ok(item)}));
  EXPECT_EQ(subject.left_behind().tasks, 0u) << "the call is over, and tasks of it are still there";
}

class knows_which_fits : public ::testing::Test {};

TEST_F(knows_which_fits, ForATrip) {
  expect_answer("q1_trip", "all_or_nothing", "the question: what is a booking worth when another one has failed?");
}

TEST_F(knows_which_fits, ForBranchOffices) {
  expect_answer("q2_branches", "whatever_comes", "the question: what is a report worth when another line is down?");
}

TEST_F(knows_which_fits, ForMirrors) {
  expect_answer("q3_mirrors", "neither",
                "the question and the contract: what does each function do when the first job has succeeded?");
}
