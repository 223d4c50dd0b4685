#include <cstdio>
#include <grader/proctor/proctor.hpp>

using namespace proctor;
using std::chrono::microseconds;
using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::AllOf;
using ::testing::ElementsAre;
using ::testing::ElementsAreArray;
using ::testing::UnorderedElementsAre;

namespace {

class MonitorTest : public Test {
 protected:
  void start_task(const std::string& name, const Operation& work) {
    ASSERT_THAT(subject.call("start_task", name, work), returned());
    subject.settle();
  }
  void cancel_task(const std::string& name) {
    subject.call("cancel_task", name);
    subject.settle();
  }
  Call start_monitor() {
    began = subject.now();
    auto call = subject.start("monitor", report);
    subject.settle();
    return call;
  }
  /// Starts as many tasks that hang as there are names.
  void start_hanging(const std::vector<std::string>& names) {
    for (const std::string& name : names) start_task(name, operation(name).hangs());
  }

  /// Every line so far with its time.
  std::vector<std::string> log() {
    subject.settle();
    std::vector<std::string> lines;
    for (const Attempt& line : report.attempts()) lines.push_back(at(line.started, line.args.at(0).get<std::string>()));
    return lines;
  }
  /// Every line with its time, but for those of the beginning.
  std::vector<std::string> news() {
    subject.settle();
    std::vector<std::string> lines;
    for (const Attempt& line : report.attempts()) {
      if (line.started > began) lines.push_back(at(line.started, line.args.at(0).get<std::string>()));
    }
    return lines;
  }
  /// Every line so far without its time.
  std::vector<std::string> lines() {
    subject.settle();
    std::vector<std::string> lines;
    for (const Attempt& line : report.attempts()) lines.push_back(line.args.at(0).get<std::string>());
    return lines;
  }
  static std::string at(Duration time, const std::string& line) {
    char text[40];
    std::snprintf(text, sizeof text, "%.3f ms  ", std::chrono::duration<double, std::milli>(time).count());
    return text + line;
  }
  static std::string running(const std::string& name) { return name + ": running"; }
  static std::string value_line(const std::string& name, const Json& value) {
    return name + ": returned " + value.dump();
  }

  Json bowls() { return {{"bowls", number(1, 99)}, {"mark", word()}}; }
  /// A duration in [low, high) milliseconds that is no round number of anything, not even of milliseconds.
  microseconds odd_duration(int low, int high) { return milliseconds(number(low, high - 1)) + microseconds(567); }

  Operation report = listener("report");
  Duration began{};
  const std::string a = "a " + word(), b = "b " + word(), c = "c " + word();
};

}  // namespace

#define MONITOR_CRITERION(id) \
  class id : public MonitorTest {}

MONITOR_CRITERION(begins_with_every_task);

TEST_F(begins_with_every_task, WhenAllAreRunning) {
  start_hanging({b, a, c});
  start_monitor();
  EXPECT_THAT(log(), ElementsAre(at(0s, running(b)), at(0s, running(a)), at(0s, running(c))));
}

TEST_F(begins_with_every_task, WhenThereIsOne) {
  start_hanging({a});
  start_monitor();
  EXPECT_THAT(lines(), ElementsAre(running(a)));
}

TEST_F(begins_with_every_task, WhenThereAreMany) {
  std::vector<std::string> names, expected;
  for (int i = 0; i < 20; ++i) {
    names.push_back(word());
    expected.push_back(running(names.back()));
  }
  start_hanging(names);
  start_monitor();
  EXPECT_THAT(lines(), ElementsAreArray(expected));
}

TEST_F(begins_with_every_task, AndHasNoMoreToSayWhileTheyRun) {
  start_hanging({a, b});
  start_monitor();
  subject.advance(10s);
  EXPECT_THAT(lines(), ElementsAre(running(a), running(b))) << "both tasks were running all the time";
}

TEST_F(begins_with_every_task, AtTheMomentTheWatchBegins) {
  const auto pause = odd_duration(1'000, 9'000);
  start_hanging({a});
  subject.advance(pause);
  start_monitor();
  EXPECT_THAT(log(), ElementsAre(at(pause, running(a))));
}

TEST_F(begins_with_every_task, AlsoWhenOneHasItsResultAlready) {
  const Json value = number(1, 99);
  start_hanging({a});
  start_task(b, operation(b).takes(1s).returns(value));
  start_hanging({c});
  subject.advance(2s);
  start_monitor();
  EXPECT_THAT(log(), ElementsAre(at(2s, running(a)), at(2s, value_line(b, value)), at(2s, running(c))));
  subject.advance(10s);
  EXPECT_EQ(lines().size(), 3u) << "a task that is done at the beginning has one line in all";
}

TEST_F(begins_with_every_task, AlsoWhenOneHasFailedAlready) {
  const std::string message = word();
  start_task(a, operation(a).throws("TransportError", message));
  start_hanging({b});
  subject.advance(1s);
  start_monitor();
  EXPECT_THAT(lines(), ElementsAre(a + ": failed, " + message, running(b)));
}

TEST_F(begins_with_every_task, AlsoWhenOneWasCancelledAlready) {
  start_hanging({a, b});
  cancel_task(b);
  subject.advance(1s);
  start_monitor();
  EXPECT_THAT(lines(), ElementsAre(running(a), b + ": cancelled"));
}

TEST_F(begins_with_every_task, AndTakesOneThatStillCleansUpForRunning) {
  start_task(a, operation(a).hangs().cleanup_takes(5s));
  subject.advance(1s);
  cancel_task(a);
  subject.advance(1s);
  start_monitor();
  EXPECT_THAT(lines(), ElementsAre(running(a))) << "it was cancelled, and has not ended yet";
}

TEST_F(begins_with_every_task, WhenAllAreDone) {
  const Json first = number(1, 99);
  const Json second = number(1, 99);
  start_task(a, operation(a).returns(first));
  start_task(b, operation(b).returns(second));
  subject.advance(1s);
  EXPECT_THAT(start_monitor().outcome(), AllOf(returned(), took(0s))) << "every task was done at the beginning";
  EXPECT_THAT(lines(), ElementsAre(value_line(a, first), value_line(b, second)));
}

MONITOR_CRITERION(reports_results);

TEST_F(reports_results, AtThatMoment) {
  const Json value = bowls();
  const auto pause = odd_duration(1'000, 9'000);
  start_task(a, operation(a).takes(pause).returns(value));
  start_monitor().outcome();
  EXPECT_THAT(news(), ElementsAre(at(pause, value_line(a, value))));
}

TEST_F(reports_results, InTheOrderInWhichTheyCome) {
  const Json first = bowls(), second = bowls(), third = bowls();
  start_task(a, operation(a).takes(9s).returns(third));
  start_task(b, operation(b).takes(3s).returns(first));
  start_task(c, operation(c).takes(6s).returns(second));
  start_monitor().outcome();
  EXPECT_THAT(news(),
              ElementsAre(at(3s, value_line(b, first)), at(6s, value_line(c, second)), at(9s, value_line(a, third))));
}

TEST_F(reports_results, WhileAnotherTaskHangs) {
  const Json value = bowls();
  start_hanging({a});
  start_task(b, operation(b).takes(2s).returns(value));
  start_hanging({c});
  start_monitor();
  subject.advance(3s);
  EXPECT_THAT(news(), ElementsAre(at(2s, value_line(b, value))));
}

TEST_F(reports_results, WhateverTheyAre) {
  for (const Json& value :
       std::vector<Json>{nullptr, false, 0, "", "two words", 2.5, Json::array({1, Json::object()})}) {
    const std::string name = word();
    start_task(name, operation(name).takes(1s).returns(value));
    auto call = start_monitor();
    EXPECT_THAT(call.outcome(), returned());
    ASSERT_FALSE(lines().empty()) << "there should be a line for the task";
    EXPECT_EQ(lines().back(), value_line(name, value));
  }
}

TEST_F(reports_results, OfTwoTasksThatEndTogether) {
  const Json first = bowls(), second = bowls();
  start_task(a, operation(a).takes(2s).returns(first));
  start_task(b, operation(b).takes(2s).returns(second));
  start_monitor().outcome();
  EXPECT_THAT(news(), UnorderedElementsAre(at(2s, value_line(a, first)), at(2s, value_line(b, second))));
}

TEST_F(reports_results, AlsoOfATaskThatIgnoresItsCancellation) {
  const Json value = bowls();
  start_task(a, operation(a).hangs().cleanup_takes(1s).returns_when_cancelled(value));
  start_monitor();
  subject.advance(2s);
  cancel_task(a);
  subject.advance(2s);
  EXPECT_THAT(news(), ElementsAre(at(3s, value_line(a, value))))
      << "it was cancelled after 2 s, and returned a value all the same";
}

TEST_F(reports_results, OfManyTasks) {
  std::vector<std::string> names, expected;
  for (int i = 0; i < 12; ++i) names.push_back(word());
  for (int i = 0; i < 12; ++i) {
    start_task(names[static_cast<std::size_t>(i)], operation("kiln").takes(seconds(20 - i)).returns(i));
  }
  for (std::size_t i = names.size(); i-- > 0;) {
    expected.push_back(at(seconds(20 - static_cast<int>(i)), value_line(names[i], i)));
  }
  start_monitor().outcome();
  EXPECT_THAT(news(), ElementsAreArray(expected));
}

MONITOR_CRITERION(reports_failures);

TEST_F(reports_failures, AtThatMoment) {
  const std::string message = word();
  const auto pause = odd_duration(1'000, 9'000);
  start_task(a, operation(a).takes(pause).throws("TransportError", message));
  EXPECT_THAT(start_monitor().outcome(), returned()) << "the task has failed, the monitor has not";
  EXPECT_THAT(news(), ElementsAre(at(pause, a + ": failed, " + message)));
}

TEST_F(reports_failures, WhateverTheirType) {
  for (const char* type : {"TimeoutError", "ConnectError", "Error", "std::runtime_error", "std::logic_error"}) {
    const std::string name = word();
    const std::string message = word();
    start_task(name, operation(name).takes(1s).throws(type, message));
    EXPECT_THAT(start_monitor().outcome(), returned()) << "the task has failed, the monitor has not";
    ASSERT_FALSE(lines().empty()) << "there should be a line for the task";
    EXPECT_EQ(lines().back(), name + ": failed, " + message);
  }
}

TEST_F(reports_failures, AndWatchesTheOthersOn) {
  const std::string message = word();
  auto other = operation(b).takes(5s).returns(nullptr);
  start_task(a, operation(a).takes(2s).throws("TransportError", message));
  start_task(b, other);
  EXPECT_THAT(start_monitor().outcome(), AllOf(returned(), took(5s))) << "another task failed, this one did not";
  EXPECT_EQ(other.cancelled(), 0u) << "a task was cancelled because another one failed";
  EXPECT_THAT(news(), ElementsAre(at(2s, a + ": failed, " + message), at(5s, value_line(b, nullptr))));
}

TEST_F(reports_failures, WhenATaskThatComesFirstIsStillRunning) {
  const std::string message = word();
  start_hanging({a});
  start_task(b, operation(b).takes(2s).throws("JsonError", message));
  start_monitor();
  subject.advance(3s);
  EXPECT_THAT(news(), ElementsAre(at(2s, b + ": failed, " + message)));
}

TEST_F(reports_failures, WhenEverythingGoesWrong) {
  const std::string message = word();
  start_task(a, operation(a).takes(3s).throws("TransportError", message));
  start_task(b, operation(b).takes(1s).throws("ConnectError", message));
  start_hanging({c});
  auto call = start_monitor();
  subject.advance(2s);
  cancel_task(c);
  EXPECT_THAT(call.outcome(), AllOf(returned(), took(3s))) << "each task has failed, the monitor has not";
  EXPECT_THAT(news(), ElementsAre(at(1s, b + ": failed, " + message), at(2s, c + ": cancelled"),
                                  at(3s, a + ": failed, " + message)));
}

TEST_F(reports_failures, AndCancellations) {
  const auto pause = odd_duration(1'000, 9'000);
  start_hanging({a});
  auto call = start_monitor();
  subject.advance(pause);
  cancel_task(a);
  EXPECT_THAT(call.outcome(), AllOf(returned(), took(pause))) << "the task was cancelled, the monitor was not";
  EXPECT_THAT(news(), ElementsAre(at(pause, a + ": cancelled")));
}

TEST_F(reports_failures, AndCancellationsOfOneTaskAmongOthers) {
  const Json value = bowls();
  start_task(a, operation(a).takes(5s).returns(value));
  start_hanging({b});
  auto call = start_monitor();
  subject.advance(2s);
  cancel_task(b);
  EXPECT_THAT(call.outcome(), AllOf(returned(), took(5s))) << "another task was cancelled, this one was not";
  EXPECT_THAT(news(), ElementsAre(at(2s, b + ": cancelled"), at(5s, value_line(a, value))));
}

TEST_F(reports_failures, AndCancellationsOnceTheCleanUpIsOver) {
  start_task(a, operation(a).hangs().cleanup_takes(3s));
  auto call = start_monitor();
  subject.advance(2s);
  cancel_task(a);
  EXPECT_THAT(call.outcome(), AllOf(returned(), took(5s))) << "cancelled after 2 s, and the clean-up takes 3 s";
  EXPECT_THAT(news(), ElementsAre(at(5s, a + ": cancelled")));
}

TEST_F(reports_failures, AlsoOfAFailedCleanUp) {
  const std::string message = word();
  start_task(a, operation(a).hangs().throws_when_cancelled("TransportError", message));
  auto call = start_monitor();
  subject.advance(2s);
  cancel_task(a);
  EXPECT_THAT(call.outcome(), returned());
  EXPECT_THAT(news(), ElementsAre(at(2s, a + ": failed, " + message)))
      << "it was cancelled, and failed while it cleaned up";
}

MONITOR_CRITERION(ends_with_the_last_task);

TEST_F(ends_with_the_last_task, WhicheverThatIs) {
  for (const std::vector<int>& order : {std::vector<int>{3, 9, 6}, {9, 6, 3}, {6, 3, 9}}) {
    World world;
    for (const int duration : order) {
      world.subject.call("start_task", word(), operation("kiln").takes(seconds(duration)).returns(duration));
    }
    auto call = world.subject.start("monitor", listener("report"));
    world.subject.advance(8s);
    EXPECT_FALSE(call.done()) << "a task is still running, and the monitor has ended";
    EXPECT_THAT(call.outcome(), AllOf(returned(3), took(9s)));
  }
}

TEST_F(ends_with_the_last_task, AtThatMoment) {
  const auto pause = odd_duration(1'000, 9'000);
  start_task(a, operation(a).takes(pause).returns(bowls()));
  start_task(b, operation(b).takes(1s).returns(bowls()));
  EXPECT_THAT(start_monitor().outcome(), AllOf(returned(2), took(std::max<Duration>(pause, 1s))));
}

TEST_F(ends_with_the_last_task, AtOnceWhenThereIsNone) {
  EXPECT_THAT(start_monitor().outcome(), AllOf(returned(0), took(0s)));
  EXPECT_THAT(lines(), ElementsAre()) << "there was no task";
}

TEST_F(ends_with_the_last_task, WhenThatOneIsCancelled) {
  start_task(a, operation(a).takes(1s).returns(bowls()));
  start_hanging({b});
  auto call = start_monitor();
  subject.advance(4s);
  EXPECT_FALSE(call.done()) << "a task is still running, and the monitor has ended";
  cancel_task(b);
  EXPECT_THAT(call.outcome(), AllOf(returned(1), took(4s)));
}

TEST_F(ends_with_the_last_task, AndDoesNotWaitForThoseThatAreDone) {
  start_task(a, operation(a).takes(1s).returns(bowls()));
  start_task(b, operation(b).takes(5s).returns(bowls()));
  start_task(c, operation(c).takes(2s).throws("TransportError", word()));
  subject.advance(3s);
  EXPECT_THAT(start_monitor().outcome(), AllOf(returned(2), took(2s)))
      << "two tasks were done at the beginning, and the third one took 2 s more";
}

TEST_F(ends_with_the_last_task, AndCountsResultsOnly) {
  start_task(a, operation(a).takes(1s).returns(bowls()));
  start_task(b, operation(b).takes(2s).throws("TransportError", word()));
  start_task(c, operation(c).takes(3s).returns(bowls()));
  start_hanging({"d", "e"});
  auto call = start_monitor();
  subject.advance(2s);
  cancel_task("d");
  cancel_task("e");
  EXPECT_THAT(call.outcome(), returned(2)) << "two tasks have a result, one has failed, and two were cancelled";
}

TEST_F(ends_with_the_last_task, AndCountsEveryResult) {
  int count = 0;
  for (const Json& value : std::vector<Json>{nullptr, false, 0, "", Json::array(), Json::object()}) {
    start_task(word(), operation("kiln").takes(seconds(++count)).returns(value));
  }
  EXPECT_THAT(start_monitor().outcome(), returned(count)) << "a short result is a result";
}

TEST_F(ends_with_the_last_task, AndOnlyWatches) {
  auto first = operation(a).takes(2s).returns(bowls());
  auto second = operation(b).takes(4s).returns(bowls());
  start_task(a, first);
  start_task(b, second);
  EXPECT_THAT(start_monitor().outcome(), returned(2));
  EXPECT_EQ(first.cancelled() + second.cancelled(), 0u) << "tasks that were cancelled by the one who watched";
}

TEST_F(ends_with_the_last_task, AndLeavesNothingRunning) {
  start_task(a, operation(a).takes(2s).returns(bowls()));
  start_task(b, operation(b).takes(1s).throws("TransportError", word()));
  EXPECT_THAT(start_monitor().outcome(), returned(1));
  EXPECT_TRUE(subject.left_behind().nothing()) << subject.left_behind();
}
